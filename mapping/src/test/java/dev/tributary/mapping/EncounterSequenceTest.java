package dev.tributary.mapping;

import static dev.tributary.mapping.v2.Fixtures.map;
import static dev.tributary.mapping.v2.Fixtures.msh;
import static dev.tributary.mapping.v2.Fixtures.only;
import static dev.tributary.mapping.v2.Fixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Encounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** V2-04, V2-07: a visit is the same whatever the order in which its messages come, and however often. See docs/encounter-states.md. */
class EncounterSequenceTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String PID = "PID|1||M1^^^RIVERSIDE^MR||Doe^Ann";

    /** Event, hour, PV1-2, PV1-3, PV1-6, PV1-42, PV1-45; the sequence, then how the visit ends: status, start, end, places. */
    static Stream<Arguments> sequences() {
        return Stream.of(
                stay("A01 08 I W1", "A02 10 I W2 W1", "A03 14 I W2")
                        .ends("finished 08 14 W2:completed:10-14 W1:completed:08-10"),
                stay("A04 07 E ED", "A06 09 I W1 ED", "A08 11 I W1", "A03 15 I W1")
                        .ends("finished 07 15 W1:completed:09-15 ED:completed:07-09"),
                stay("A05 06 P W1", "A01 08 I W1", "A13 16 I W1", "A03 14 I W1").ends("in-progress 08 - W1:active:08-"),
                stay("A01 08 I W1", "A02 10 I W2 W1", "A12 11 I W1 W2", "A03 14 I W1")
                        .ends("finished 08 14 W1:completed:08-14"),
                stay("A01 08 I W1", "A11 09 I W1", "A08 10 I W1").ends("cancelled 08 - W1:completed:08-"),
                stay("A01 08 I W1", "A21 10 I W1", "A22 12 I W1", "A03 18 I W1")
                        .ends("finished 08 18 W1:completed:08-18"),
                stay("A01 08 I W1", "A02 10 I W2 W1", "A02 12 I W1 W2", "A08 13 I W1")
                        .ends("in-progress 08 - W1:active:12- W2:completed:10-12 W1:completed:08-10"),
                stay("A14 06 I W1", "A27 07 I W1", "A08 08 I W1").ends("cancelled - - W1:completed:-"),
                stay("A01 08 I W1", "A15 09 I W1 - W2", "A26 10 I W1").ends("in-progress 08 - W1:active:08-"),
                stay("A01 08 I W1", "A03 12 I W1", "A08 20 I W1").ends("finished 08 12 W1:completed:08-12"),
                stay("A05 06 P -", "A38 07 P -").ends("cancelled - -"),
                stay("A01 08 I W1", "A03 12 I W1", "A13 13 I -", "A03 15 I W1")
                        .ends("finished 08 15 W1:completed:08-15"),
                stay("A01 08 I W1", "A23 09 I W1").ends("entered-in-error 08 - W1:completed:08-"),
                stay("A01 08 I W1", "A03 12 I W1", "A11 13 I W1").ends("cancelled 08 12 W1:completed:08-12"),
                stay("A01 08 I W1", "A03 12 I W1", "A13 14 I W1", "A08 15 I W1").ends("in-progress 08 - W1:active:08-"),
                stay("A01 08 I W1", "A08 10 I W1 - - 09").ends("finished 08 09 W1:completed:08-09"),
                stay("A01 08 I W1", "A08 10 I W1 - - 09", "A13 11 I W1").ends("in-progress 08 - W1:active:08-"),
                stay("A01 08 I W1", "A03 12 I W1 - - 11", "A03 14 I W1 - - 11", "A08 16 I W1")
                        .ends("finished 08 11 W1:completed:08-11"),
                stay("A01 08 I W1", "A11 09 I W1", "A01 10 I W2")
                        .ends("in-progress 10 - W2:active:10- W1:completed:08-"),
                stay("A04 07 O OP", "A06 09 I W1 OP", "A07 12 O OP W1", "A03 15 O OP")
                        .ends("finished 07 15 OP:completed:12-15 W1:completed:09-12 OP:completed:07-09"),
                stay("A01 08 I W1", "A02 10 I W2 W1", "A03 14 I W2", "A12 15 I W1 W2")
                        .ends("finished 08 14 W1:completed:08-14"),
                stay("A05 06 P W1", "A38 07 P W1", "A05 08 P W2").ends("planned - - W2:planned:-"));
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void inOrder_theVisitEndsAsItShould(List<String> events, String end) {
        assertThat(describe(retell(events))).isEqualTo(end);
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void inAnyOrder_theVisitIsTheSame(List<String> events, String end) {
        var expected = json(inOrder(events));
        for (var order : permutations(events)) {
            assertThat(json(retell(order))).as("%s", order).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void toldTwice_theVisitIsTheSame(List<String> events, String end) {
        for (var order : permutations(events)) {
            var twice = new ArrayList<>(order);
            twice.addAll(order);
            assertThat(json(retell(twice))).isEqualTo(json(retell(events)));
        }
    }

    /** Every event after every other: no event leaves a visit that contradicts itself. */
    @Test
    void everyPair_leavesAStateThatHolds() {
        var events = List.of(
                "A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A09", "A10", "A11", "A12", "A13", "A14", "A15",
                "A16", "A21", "A22", "A23", "A25", "A26", "A27", "A32", "A33", "A38", "A52", "A53", "A54", "A55", "A61",
                "A62");
        for (var first : events) {
            for (var second : events) {
                for (var third : List.of("A01", "A03", "A13", "A08", "A11")) {
                    var visit = retell(List.of(first + " 08 I W1", second + " 10 I W2", third + " 12 I W2"));
                    assertThat(isSound(visit))
                            .as(first + " " + second + " " + third + " " + describe(visit))
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"A01, A03", "A04, A03", "A05, A01"})
    void atTheSameMinute_theBeginningCountsFirst(String begin, String next) {
        var events = List.of(next + " 08 I W1", begin + " 08 I W1");

        assertThat(json(retell(events))).isEqualTo(json(retell(List.of(events.get(1), events.get(0)))));
        assertThat(retell(events).getStatus().toCode()).isEqualTo(next.equals("A03") ? "finished" : "in-progress");
    }

    /** A06 and A07: the class is that of the later one, and what it was before is kept. */
    @Test
    void changesOfClassOutOfOrder_leaveTheLastOne() {
        var events = List.of("A04 07 O OP", "A06 09 I W1 OP", "A07 12 E ED W1");
        for (var order : permutations(events)) {
            var visit = retell(order);
            assertThat(visit.getClass_().getCode()).as("%s", order).isEqualTo("EMER");
            assertThat(visit.getClassHistory())
                    .as("%s", order)
                    .extracting(former -> former.getClass_().getCode())
                    .containsExactlyInAnyOrder("AMB", "IMP");
        }
    }

    private static boolean isSound(Encounter visit) {
        var isOver = List.of("finished", "cancelled", "entered-in-error")
                .contains(visit.getStatus().toCode());
        var isSomewhere = visit.getLocation().stream()
                .anyMatch(location -> location.getStatus() == Encounter.EncounterLocationStatus.ACTIVE);
        var period = visit.getPeriod();
        var isOrdered =
                !period.hasStart() || !period.hasEnd() || !period.getStart().after(period.getEnd());
        return isOrdered
                && !(isOver && isSomewhere)
                && !(visit.getStatus() == Encounter.EncounterStatus.INPROGRESS && period.hasEnd())
                && visit.hasClass_();
    }

    private record Stay(List<String> events) {
        Arguments ends(String end) {
            return Arguments.of(events, end);
        }
    }

    private static Stay stay(String... events) {
        return new Stay(List.of(events));
    }

    private static Encounter inOrder(List<String> events) {
        Encounter visit = null;
        for (var event : events.stream()
                .sorted((one, other) -> one.substring(4, 6).compareTo(other.substring(4, 6)))
                .toList()) {
            var told = told(event);
            visit = (Encounter) ElementMerge.carryForward(told.resource(), visit, told.cleared());
        }
        return visit;
    }

    private static Encounter retell(List<String> events) {
        return (Encounter) ElementMerge.retell(
                events.stream().map(EncounterSequenceTest::told).toList(), null);
    }

    private static Told told(String event) {
        var words = event.split(" ");
        var time = "20260110" + words[1] + "00";
        var pv1 = segment(
                "PV1",
                2,
                words[2],
                3,
                place(words, 3),
                6,
                place(words, 4),
                42,
                place(words, 5),
                19,
                "V1",
                45,
                time(words, 6));
        var mapped = map(msh("ADT^" + words[0], ""), "EVN|" + words[0] + "|" + time, PID, pv1);
        var visit = only(mapped, Encounter.class);
        var cleared = mapped.changes().stream()
                .filter(change -> change instanceof Change.Write write && write.resource() == visit)
                .map(change -> ((Change.Write) change).cleared())
                .findFirst()
                .orElseThrow();
        return new Told(mapped.occurred(), visit, cleared);
    }

    private static String time(String[] words, int index) {
        return index < words.length ? "20260110" + words[index] + "00" : "";
    }

    private static String place(String[] words, int index) {
        return index < words.length && !words[index].equals("-") ? words[index] : "";
    }

    private static List<List<String>> permutations(List<String> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<String>>();
        for (var event : events) {
            var others = new ArrayList<>(events);
            others.remove(event);
            for (var order : permutations(others)) {
                var one = new ArrayList<>(List.of(event));
                one.addAll(order);
                all.add(one);
            }
        }
        return Collections.unmodifiableList(all);
    }

    private static String describe(Encounter visit) {
        var text = new StringBuilder(visit.getStatus().toCode());
        text.append(' ')
                .append(
                        visit.getPeriod().hasStart()
                                ? hour(visit.getPeriod().getStartElement().getValueAsString())
                                : "-");
        text.append(' ')
                .append(
                        visit.getPeriod().hasEnd()
                                ? hour(visit.getPeriod().getEndElement().getValueAsString())
                                : "-");
        for (var location : visit.getLocation()) {
            var period = location.getPeriod();
            text.append(' ')
                    .append(location.getLocation().getDisplay())
                    .append(':')
                    .append(location.getStatus().toCode());
            text.append(':')
                    .append(period.hasStart() ? hour(period.getStartElement().getValueAsString()) : "");
            text.append('-')
                    .append(period.hasEnd() ? hour(period.getEndElement().getValueAsString()) : "");
        }
        return text.toString();
    }

    private static String hour(String time) {
        return time.substring(11, 13);
    }

    private static String json(Encounter visit) {
        return FHIR.newJsonParser().encodeResourceToString(visit);
    }
}
