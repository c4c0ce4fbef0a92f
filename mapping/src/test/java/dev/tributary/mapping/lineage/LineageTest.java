package dev.tributary.mapping.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.v2.Fixtures;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Mapper;
import dev.tributary.mapping.v2.V2Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lineage of HL7 v2 messages; V2-03: nothing is lost in silence. */
class LineageTest {

    private static final String MSH = Fixtures.msh("ADT^A31", "");

    private static Mapped map(byte[] input) {
        var reading = V2Reader.read(input, Fixtures.PROFILE);
        return reading instanceof Reading.Readable readable
                ? V2Mapper.map(readable.message(), readable.header(), Fixtures.PROFILE)
                : new Mapped("", null, List.of(), ((Reading.Unreadable) reading).issues());
    }

    private static Lineage trace(long limit, String... segments) {
        var input = String.join("\r", segments).getBytes(StandardCharsets.UTF_8);
        return new LineageTracer(new V2Places(), LineageTest::map, limit).trace(input);
    }

    private static Lineage trace(String... segments) {
        return trace(Long.MAX_VALUE, segments);
    }

    private static List<String> from(Lineage lineage, String element) {
        return lineage.elements().stream()
                .filter(each -> each.path().equals(element))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + element + " in " + lineage.elements()))
                .from();
    }

    private static List<String> notCarried(Lineage lineage) {
        return lineage.notCarried().map(Place::path).toList();
    }

    @Test
    void anElement_namesTheComponentItCameFrom() {
        var lineage = trace(
                MSH, "PID|1||100^^^RIVERSIDE^MR~200^^^OTHER^MR||Grün^Eva&van^M||19620305|F|||1 Elm St^^Troy^NY^12180");

        assertThat(from(lineage, "Patient.name[0].family")).containsExactly("PID-5.1");
        assertThat(from(lineage, "Patient.birthDate")).containsExactly("PID-7");
        assertThat(from(lineage, "Patient.gender")).containsExactly("PID-8");
        assertThat(from(lineage, "Patient.address[0].city")).containsExactly("PID-11.3");
        assertThat(from(lineage, "Patient.identifier[1].value")).containsExactly("PID-3[2].1");
        assertThat(from(lineage, "Patient.id")).contains("PID-3.1");
    }

    @Test
    void aRepeatedSegment_isToldApart() {
        var lineage = trace(
                Fixtures.msh("ORU^R01", ""),
                "PID|1||100^^^RIVERSIDE^MR||Grey^Eva",
                "OBR|1|P1|F1|24323-8^Panel^LN|||20260110080000",
                "OBX|1|NM|2345-7^Glucose^LN||95|mg/dL|||||F",
                "OBX|2|NM|2160-0^Creatinine^LN||1.1|mg/dL|||||F");

        assertThat(from(lineage, "Observation[1].valueQuantity.value")).containsExactly("OBX[2]-2", "OBX[2]-5");
        assertThat(from(lineage, "Observation[0].valueQuantity.value")).containsExactly("OBX-2", "OBX-5");
        assertThat(from(lineage, "Observation[1].code.coding[0].code")).contains("OBX[2]-3.1");
    }

    @Test
    void whatNothingCarries_isNamed() {
        var lineage =
                trace(MSH, "PID|1||100^^^RIVERSIDE^MR||Grey^Eva||||||||||||||||||||||||||||||||SLOW", "ZPD|1|VIP");

        assertThat(notCarried(lineage)).contains("ZPD-2", "PID-37").doesNotContain("PID-5.1", "PID-3.1");
    }

    /** MSH-9 has no element of its own, and yet it is not lost. */
    @Test
    void whatDecidesTheKindOfMessage_isCarried() {
        var lineage = trace(MSH, "PID|1||100^^^RIVERSIDE^MR||Grey^Eva");

        assertThat(lineage.places())
                .filteredOn(Lineage.Use::decides)
                .extracting(use -> use.place().path())
                .contains("MSH-9.1");
    }

    /** V2-08: a value that the sender takes away is carried as that. */
    @Test
    void aDeletedValue_goesToWhatItClears() {
        var lineage = trace(MSH, "PID|1||100^^^RIVERSIDE^MR||Grey^Eva||||||\"\"");

        assertThat(notCarried(lineage)).doesNotContain("PID-11");
    }

    @Test
    void aMessageOf300Fields_isTracedInSeconds() {
        var segments = new ArrayList<>(List.of(
                Fixtures.msh("ORU^R01", ""),
                "PID|1||100^^^RIVERSIDE^MR||Grey^Eva",
                "OBR|1|P1|F1|24323-8^Panel^LN|||20260110080000"));
        IntStream.rangeClosed(1, 40)
                .forEach(i -> segments.add("OBX|" + i + "|NM|C" + i + "^Name^L||" + i + "|mg/dL|1-2|N|||F|||20260110"));
        var message = segments.toArray(String[]::new);
        trace(message);
        var started = System.nanoTime();
        var lineage = trace(message);

        assertThat(lineage.places().size()).isGreaterThan(300);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aLargeValue_isCutBeforeItIsTried() {
        var lineage = trace(
                4_000_000,
                Fixtures.msh("ORU^R01", ""),
                "PID|1||100^^^RIVERSIDE^MR||Grey^Eva",
                "OBR|1|P1|F1|24323-8^Panel^LN|||20260110080000",
                "OBX|1|ED|PDF^Report^L||^application^pdf^Base64^" + "QUJD".repeat(500_000) + "||||||F");

        assertThat(lineage.untried()).isZero();
        assertThat(lineage.elements())
                .filteredOn(element -> element.from().contains("OBX-5.5"))
                .isNotEmpty();
    }

    @Test
    void beyondTheLimit_placesAreCountedAsUntried() {
        var lineage = trace(1_000, MSH, "PID|1||100^^^RIVERSIDE^MR||Grey^Eva||19620305|F");

        assertThat(lineage.untried()).isPositive();
        assertThat(lineage.places()).isNotEmpty();
    }

    @Test
    void whatIsNoMessage_hasNoLineage() {
        assertThat(trace("hello").elements()).isEmpty();
        assertThat(trace("").places()).isEmpty();
    }

    @Test
    void anIssue_namesThePlacesBelowItsPath() {
        assertThat(Lineage.names("PID-3", "PID-3[2].1")).isTrue();
        assertThat(Lineage.names("OBX[2]", "OBX[2]-5")).isTrue();
        assertThat(Lineage.names("PID-3", "PID-30")).isFalse();
    }

    /** As many runs as fields in the longest segment, not as there are segments; and no less is said. */
    @Test
    void aMessageOf1000Segments_isTracedInAFewRuns() {
        var segments = new ArrayList<>(List.of(Fixtures.msh("ORU^R01", ""), "PID|1||100^^^RIVERSIDE^MR||Grün"));
        segments.add("OBR|1||F1|24323-8^Panel^LN|||20260102020000||||||||||||||||||F");
        IntStream.rangeClosed(1, 1_000)
                .forEach(i -> segments.add("OBX|" + i + "|NM|" + (1_000 + i) + "-1^Analyte " + i + "^LN||" + i
                        + "|mg/dL^mg/dL^UCUM|1-" + i + "|H|||F|||20260102020000||12" + i + "^Tech" + i));
        var input = String.join("\r", segments).getBytes(StandardCharsets.UTF_8);
        var runs = new AtomicInteger();

        var lineage = new LineageTracer(
                        new V2Places(),
                        bytes -> {
                            runs.incrementAndGet();
                            return map(bytes);
                        },
                        200L * input.length)
                .trace(input);

        assertThat(runs.get()).isLessThan(120);
        assertThat(lineage.untried()).isZero();
        for (var i : List.of(1, 512, 1_000)) {
            var obx = i == 1 ? "OBX-" : "OBX[" + i + "]-";
            var observation = "Observation[" + (i - 1) + "].";
            assertThat(from(lineage, observation + "code.coding[0].display")).containsExactly(obx + "3.2");
            assertThat(from(lineage, observation + "valueQuantity.value")).containsExactly(obx + "2", obx + "5");
            assertThat(from(lineage, observation + "interpretation[0].coding[0].code"))
                    .containsExactly(obx + "8");
        }
        assertThat(notCarried(lineage)).contains("OBX[512]-1").doesNotContain("OBX[512]-6.1", "OBX[512]-16.2");
    }
}
