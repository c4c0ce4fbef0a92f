package dev.tributary.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import dev.tributary.server.demo.Step.Answer;
import dev.tributary.server.demo.Step.Payload;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;

class DemoDayTest {

    private static final LocalDate DATE = LocalDate.of(2026, 10, 25);
    private static final Pattern TRIGGER = Pattern.compile("^MSH\\|(?:[^|]*\\|){7}(\\w+\\^\\w+)");

    private final DemoDay day = DemoDay.of(DATE);

    @Test
    void sameDate_givesTheSameDay() {
        assertThat(DemoDay.of(DATE)).isEqualTo(day);
    }

    @Test
    void nextDate_repeatsNoControlIdAndNoVisitOfTheDayBefore() {
        var next = DemoDay.of(DATE.plusDays(1));
        assertThat(controlIds(next)).isNotEmpty().doesNotContainAnyElementsOf(controlIds(day));
        assertThat(String.join("", texts(next))).doesNotContain("V20261025");
        assertThat(next.people()).isEqualTo(day.people());
    }

    @Test
    void aDay_isAbout25PeopleAnd150To200Messages() {
        assertThat(day.people()).hasSize(25);
        assertThat(day.steps()).hasSizeBetween(150, 200);
        assertThat(day.people().stream().filter(p -> p.sources().size() == 3)).hasSizeGreaterThan(4);
        assertThat(day.people().stream().filter(p -> p.sources().size() == 2)).hasSizeGreaterThan(4);
        assertThat(day.people().stream().map(Person::ssn).distinct())
                .hasSize(25)
                .allMatch(ssn -> ssn.matches("9\\d{8}"));
    }

    @Test
    void everyTriggerOfTheStory_isThere() {
        var triggers = texts(day).stream()
                .map(TRIGGER::matcher)
                .filter(java.util.regex.Matcher::find)
                .collect(Collectors.groupingBy(found -> found.group(1), Collectors.counting()));
        assertThat(triggers.keySet())
                .containsExactlyInAnyOrder(
                        "ADT^A01", "ADT^A02", "ADT^A03", "ADT^A04", "ADT^A08", "ADT^A13", "ADT^A31", "ADT^A40",
                        "ORU^R01");
        assertThat(triggers).containsEntry("ADT^A13", 1L);
    }

    @Test
    void stepsCome_inTheOrderOfTheDay() {
        assertThat(day.steps()).isSortedAccordingTo(java.util.Comparator.comparing(Step::at));
        assertThat(day.steps()).allMatch(step -> step.at().toLocalDate().equals(DATE));
    }

    @Test
    void oneMessageIsRefused_oneCannotBeApplied_oneIsSentTwice() {
        assertThat(day.steps().stream().filter(step -> step.answer() == Answer.REFUSED))
                .hasSize(1);
        assertThat(texts(day).stream().filter(text -> text.contains("\rMRG|||")))
                .hasSize(1);
        var ids = controlIds(day);
        assertThat(ids.size() - ids.stream().distinct().count()).isEqualTo(1);
    }

    @Test
    void cancelledDischarge_isFollowedByTheRealOneOfTheSameVisit() {
        var cancelled = texts(day).stream()
                .filter(text -> text.contains("|ADT^A13^ADT_A01|"))
                .findFirst()
                .orElseThrow();
        var visit = cancelled.replaceAll("(?s).*\\|(V\\d+)\\^\\^\\^HOSPVN\\^VN.*", "$1");
        var events = texts(day).stream()
                .distinct()
                .filter(text -> text.contains("|" + visit + "^"))
                .map(text -> text.replaceAll("(?s).*\\|ADT\\^(A\\d\\d)\\^.*", "$1"))
                .filter(event -> event.equals("A03") || event.equals("A13"));
        assertThat(events).containsExactly("A03", "A13", "A03");
    }

    /** V2 chapter 2: a message is segments of three-letter names that end with a carriage return, MSH first. */
    @Test
    void everyV2Message_hasTheSegmentsOfItsEvent() {
        for (var text : readable(day)) {
            assertThat(text).matches("(?s)MSH\\|\\^~\\\\&\\|.*\r").doesNotContain("\n");
            var names = Stream.of(text.split("\r"))
                    .map(line -> line.substring(0, 3))
                    .toList();
            var expected = text.contains("|ORU^R01^")
                    ? "MSH PID( PV1)? ORC OBR( OBX)+( NTE)?"
                    : text.contains("|ADT^A40^") ? "MSH EVN PID MRG" : "MSH EVN PID( NK1)? PV1( AL1)?( DG1)?";
            assertThat(String.join(" ", names)).matches(expected);
            assertThat(field(text, "MSH", 17)).as("MSH-18").isEqualTo("UNICODE UTF-8");
            assertThat(field(text, "PID", 3)).as("PID-3").matches("[^~]+\\^\\^\\^(HOSP|LAB)\\^(MR|PI)(~.*)?");
        }
    }

    @Test
    void visit_carriesItsNumberAndTimesInTheRightFields() {
        var discharge = readable(day).stream()
                .filter(text -> text.contains("|ADT^A03^ADT_A03|"))
                .findFirst()
                .orElseThrow();
        assertThat(field(discharge, "PV1", 3)).matches("\\w+\\^\\w+\\^\\w+\\^HOSP");
        assertThat(field(discharge, "PV1", 19)).matches("V20261025\\d\\d\\^\\^\\^HOSPVN\\^VN");
        assertThat(field(discharge, "PV1", 36)).isEqualTo("01");
        assertThat(field(discharge, "PV1", 44)).matches("20261025\\d{6}");
        assertThat(field(discharge, "PV1", 45)).isEqualTo(field(discharge, "EVN", 2));
    }

    @Test
    void everyBundle_isReadByAStrictFhirParser() {
        var parser = FhirContext.forR4Cached().newJsonParser().setParserErrorHandler(new StrictErrorHandler());
        var bundles = day.steps().stream()
                .filter(step -> step.payload() instanceof Payload.Fhir)
                .map(step -> parser.parseResource(Bundle.class, ((Payload.Fhir) step.payload()).json()))
                .toList();
        assertThat(bundles)
                .hasSizeGreaterThan(25)
                .allMatch(bundle -> bundle.getType() == Bundle.BundleType.TRANSACTION);
        assertThat(bundles.stream()
                        .flatMap(bundle -> bundle.getEntry().stream())
                        .map(entry -> entry.getResource().fhirType())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "Patient", "Encounter", "Condition", "AllergyIntolerance", "Observation", "MedicationRequest");
    }

    private static List<String> texts(DemoDay day) {
        return day.steps().stream()
                .map(Step::payload)
                .flatMap(payload -> payload instanceof Payload.V2 v2 ? Stream.of(v2.text()) : Stream.empty())
                .toList();
    }

    private static List<String> readable(DemoDay day) {
        return texts(day).stream().filter(text -> TRIGGER.matcher(text).find()).toList();
    }

    private static List<String> controlIds(DemoDay day) {
        return readable(day).stream().map(text -> text.split("\\|")[9]).toList();
    }

    private static String field(String message, String segment, int index) {
        return Stream.of(message.split("\r"))
                .filter(line -> line.startsWith(segment + "|"))
                .map(line -> line.split("\\|", -1)[index])
                .findFirst()
                .orElseThrow();
    }
}
