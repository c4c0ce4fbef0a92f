package dev.tributary.bench.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class V2StreamTest {

    private final V2Stream stream = new V2Stream("t1", "HOSPITAL", Instant.parse("2026-01-01T08:00:00Z"));

    private List<V2Message> stay(int index) {
        return stream.messages(stream.stay(index));
    }

    private static String field(V2Message message, String segment, int number) {
        return Arrays.stream(message.text().split("\r"))
                .filter(line -> line.startsWith(segment + "|"))
                .map(line -> line.split("\\|", -1))
                // MSH-1 is the separator itself.
                .map(fields -> fields[segment.equals("MSH") ? number - 1 : number])
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStay_isFiveMessagesInOrder() {
        assertThat(stay(0))
                .extracting(V2Message::trigger)
                .containsExactly("ADT^A01", "ADT^A08", "ORU^R01", "ADT^A02", "ADT^A03");
        assertThat(stay(0))
                .extracting(message -> field(message, "MSH", 7))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void everyMessage_namesItsTypeItsControlIdItsPatientAndItsVisit() {
        for (var message : stay(3)) {
            assertThat(field(message, "MSH", 9)).startsWith(message.trigger() + "^");
            assertThat(field(message, "MSH", 10)).isEqualTo(message.controlId());
            assertThat(field(message, "MSH", 12)).isEqualTo("2.5.1");
            assertThat(field(message, "PID", 3)).isEqualTo("Mt1-3^^^HOSPITAL^MR");
            assertThat(field(message, "PID", 7)).matches("19[3-9]\\d{5}|20[01]\\d{5}");
            assertThat(field(message, "PV1", 2)).isEqualTo("I");
            assertThat(field(message, "PV1", 19)).isEqualTo("Vt1-3^^^HOSPITAL^VN");
            assertThat(field(message, "PV1", 44)).isEqualTo("20260101090003+0000");
        }
    }

    @Test
    void adtStructures_areThoseOfTheirTrigger() {
        assertThat(stay(0).get(1)).extracting(m -> field(m, "MSH", 9)).isEqualTo("ADT^A08^ADT_A01");
        assertThat(stay(0).get(3)).extracting(m -> field(m, "MSH", 9)).isEqualTo("ADT^A02^ADT_A02");
        assertThat(stay(0).get(4))
                .extracting(m -> field(m, "PV1", 45))
                .isEqualTo("20260101130003+0000".replace("03+", "00+"));
    }

    @Test
    void aResult_hasItsOrderAndItsValuesInTheirFields() {
        var oru = stay(0).get(2);
        assertThat(field(oru, "OBR", 3)).isEqualTo("Ft1-0^LAB");
        assertThat(field(oru, "OBR", 7)).isEqualTo("20260101110000+0000");
        assertThat(field(oru, "OBR", 16)).startsWith("1234567893^Lee");
        assertThat(field(oru, "OBR", 22)).isEqualTo("20260101110000+0000");
        assertThat(field(oru, "OBR", 24)).isEqualTo("CH");
        assertThat(field(oru, "OBR", 25)).isEqualTo("F");
        assertThat(field(oru, "OBX", 3)).isEqualTo("2345-7^Glucose^LN");
        assertThat(field(oru, "OBX", 5)).isEqualTo("110");
        assertThat(field(oru, "OBX", 11)).isEqualTo("F");
        assertThat(field(oru, "OBX", 14)).isEqualTo("20260101110000+0000");
    }

    @Test
    void theSameRunAndIndex_giveTheSameBytes_andNoTwoMessagesShareAControlId() {
        assertThat(stay(7)).isEqualTo(stay(7));
        var ids = new HashSet<String>();
        IntStream.range(0, 200).forEach(i -> stay(i).forEach(message -> ids.add(message.controlId())));
        assertThat(ids).hasSize(1000);
    }

    /** Namesakes there are, as in life; but a hub must never have reason to take one person for another, of whatever run. */
    @Test
    void noTwoPeople_shareNameAndBirthDate() {
        var people = new HashSet<String>();
        for (var run : List.of("t1", "t2", "t3")) {
            var other = new V2Stream(run, "HOSPITAL", Instant.parse("2026-01-01T08:00:00Z"));
            IntStream.range(0, 2000).forEach(i -> {
                var admission = other.admit(other.stay(i));
                people.add(field(admission, "PID", 5) + field(admission, "PID", 7));
            });
        }
        assertThat(people).hasSize(6000);
    }
}
