package dev.tributary.mapping.v2;

import static dev.tributary.mapping.v2.Acknowledgement.Verdict.ACCEPTED;
import static dev.tributary.mapping.v2.Acknowledgement.Verdict.ERROR;
import static dev.tributary.mapping.v2.Acknowledgement.Verdict.REJECTED;
import static dev.tributary.mapping.v2.Fixtures.PROFILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.v2.Acknowledgement.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** V2-02: acknowledgements in original and enhanced mode. */
class AcknowledgerTest {

    private static final Issue ISSUE = Issue.error("required", "PID-3.4", "No authority | none");

    private final Acknowledger acknowledger =
            new Acknowledger(InstantSource.fixed(Instant.parse("2026-01-10T13:16:00Z")), () -> "A77");

    @Test
    void accepted_answersAAWithTheControlIdAndSwappedSides() {
        var ack = acknowledge(header("|||", "2.5.1"), ACCEPTED, AcknowledgementMode.BY_MESSAGE);

        assertThat(ack).isEqualTo("""
                MSH|^~\\&|HUB|TRIBUTARY|ADT1|RIVERSIDE|20260110081600-0500||ACK^A01^ACK|A77|P|2.5.1\r\
                MSA|AA|C1\r""");
    }

    @Test
    void refused_saysWhereInErr() {
        var ack = acknowledge(header("", "2.5.1"), ERROR, AcknowledgementMode.BY_MESSAGE);

        assertThat(ack.split("\r")[1]).isEqualTo("MSA|AE|C1|PID-3.4: No authority \\F\\ none");
        assertThat(ack.split("\r")[2])
                .isEqualTo("ERR||PID^1^3^1^4|101^Required field missing^HL70357|E||||No authority \\F\\ none");
    }

    @Test
    void refusedBeforeVersion25_saysWhereInErr1() {
        assertThat(acknowledge(header("", "2.3.1"), ERROR, AcknowledgementMode.BY_MESSAGE))
                .endsWith("\rERR|PID^1^3^1^4\r");
    }

    @ParameterizedTest
    @CsvSource({
        "|||AL|NE, ACCEPTED, BY_MESSAGE, CA",
        "|||AL|NE, ERROR, BY_MESSAGE, CE",
        "|||AL|AL, REJECTED, BY_MESSAGE, CR",
        "|||NE|NE, ACCEPTED, BY_MESSAGE, -",
        "|||NE, ACCEPTED, BY_MESSAGE, -",
        "|||ER|NE, ACCEPTED, BY_MESSAGE, -",
        "|||ER|NE, ERROR, BY_MESSAGE, CE",
        "|||SU|NE, ACCEPTED, BY_MESSAGE, CA",
        "|||SU|NE, REJECTED, BY_MESSAGE, -",
        "|||NE|AL, ACCEPTED, BY_MESSAGE, AA",
        "||||AL, ERROR, BY_MESSAGE, AE",
        "|||AL|NE, ACCEPTED, ORIGINAL, AA",
        "|||NE|NE, REJECTED, ORIGINAL, AR",
        "'', ACCEPTED, ENHANCED, CA",
        "|||NE|NE, ACCEPTED, ENHANCED, -",
        "|||ne|ne, ACCEPTED, BY_MESSAGE, -",
        "|||al|ne, ACCEPTED, BY_MESSAGE, CA",
        "|||XX, ACCEPTED, BY_MESSAGE, CA",
        "||||XX, REJECTED, BY_MESSAGE, AR"
    })
    void mode_followsMsh15AndMsh16(String rest, Verdict verdict, AcknowledgementMode mode, String code) {
        var ack = acknowledger.acknowledge(header(rest, "2.5.1"), verdict, List.of(ISSUE), PROFILE, mode);

        assertThat(ack.map(Acknowledgement::code).orElse("-")).isEqualTo(code);
    }

    @Test
    void charset_isThatOfTheMessage() {
        var ack = acknowledger
                .acknowledge(
                        header("||||||8859/1", "2.5.1"),
                        REJECTED,
                        List.of(Issue.error("value", "PID-5", "M\u00fcller")),
                        PROFILE,
                        AcknowledgementMode.ORIGINAL)
                .orElseThrow();

        assertThat(ack.er7()).contains("|2.5.1||||||8859/1\r");
        assertThat(ack.bytes()).contains(0xFC);
    }

    @Test
    void noMessageAtAll_isStillAnswered() {
        var reading = Fixtures.read("GET / HTTP/1.1");

        assertThat(reading).isInstanceOf(Reading.Unreadable.class);
        assertThat(acknowledge(reading.header(), REJECTED, AcknowledgementMode.BY_MESSAGE))
                .startsWith("MSH|^~\\&|||||20260110081600-0500||ACK|A77|P|2.5\rMSA|AR|");
    }

    private String acknowledge(V2Header header, Verdict verdict, AcknowledgementMode mode) {
        return acknowledger
                .acknowledge(header, verdict, List.of(ISSUE), PROFILE, mode)
                .orElseThrow()
                .er7();
    }

    private static V2Header header(String rest, String version) {
        return Fixtures.read(Fixtures.msh("ADT^A01", rest).replace("|2.5.1", "|" + version), "PID|1||1^^^RIVERSIDE^MR")
                .header();
    }
}
