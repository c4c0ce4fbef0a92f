package dev.tributary.mapping.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V2-03: several messages that come as one. */
class V2BatchTest {

    private static final String ONE = "MSH|^~\\&|A|B|C|D|20260101||ADT^A31|1|P|2.5\rPID|1||1\r";
    private static final String TWO = "MSH|^~\\&|A|B|C|D|20260101||ADT^A31|2|P|2.5\rPID|1||2\r";

    @Test
    void aSingleMessage_staysAsItCame() {
        var raw = bytes("\u000b" + ONE + "\u001c\r");

        assertThat(V2Batch.of(raw).messages()).singleElement().isSameAs(raw);
        assertThat(V2Batch.of(raw).isSeveral()).isFalse();
    }

    @Test
    void aFileOfBatches_isCutIntoItsMessages() {
        var batch =
                V2Batch.of(bytes("FHS|^~\\&|A\rBHS|^~\\&|A\r" + ONE + "BTS|1\rBHS|^~\\&|A\r" + TWO + "BTS|1\rFTS|2\r"));

        assertThat(texts(batch)).containsExactly(ONE, TWO);
        assertThat(batch.isDeclared()).isTrue();
        assertThat(batch.announced()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", "\u001c\r\u000b"})
    void messagesInARow_areSeveralToo(String between) {
        var batch = V2Batch.of(bytes(ONE + between + TWO));

        assertThat(batch.messages()).hasSize(2);
        assertThat(batch.isDeclared()).isFalse();
        assertThat(batch.messages())
                .allSatisfy(message ->
                        assertThat(V2Reader.read(message, Fixtures.PROFILE)).isInstanceOf(Reading.Readable.class));
    }

    @Test
    void wordsThatBeginLikeASegment_areNone() {
        assertThat(V2Batch.of(bytes(ONE + "OBX|1|TX|A||MSH|x\rMSHA|x\r")).isSeveral())
                .isFalse();
    }

    @Test
    void aBatchIsAcknowledgedAsOne_andSaysWhatIsMissing() {
        var batch = V2Batch.of(bytes("BHS|^~\\&|A\r" + ONE + TWO + "BTS|3\r"));

        assertThat(new String(
                        batch.acknowledgement(List.of(bytes("MSH|1\r"), bytes("MSH|2\r"))), StandardCharsets.US_ASCII))
                .isEqualTo("BHS|^~\\&\rMSH|1\rMSH|2\rBTS|2|3 messages were announced and 2 came\r");
    }

    @Test
    void anEmptyBatch_hasNoMessages() {
        var batch = V2Batch.of(bytes("BHS|^~\\&|A\rBTS|0\r"));

        assertThat(batch.messages()).isEmpty();
        assertThat(batch.isSeveral()).isTrue();
    }

    /** 10 MB in one line, and 10 MB in many. */
    @Test
    void length_costsTimeInProportion() {
        var document = ONE + "OBX|1|ED|PDF||^AP^PDF^Base64^" + "QUJD".repeat(2_500_000) + "\r";
        var lines = ONE + "NTE|1||x\r".repeat(1_000_000);

        assertTimeout(Duration.ofSeconds(30), () -> {
            assertThat(V2Batch.of(bytes(document)).isSeveral()).isFalse();
            assertThat(V2Batch.of(bytes(lines)).isSeveral()).isFalse();
            Fixtures.map(V2Reader.read(bytes(document), Fixtures.PROFILE));
            Fixtures.map(V2Reader.read(bytes(lines.substring(0, 1_000_000)), Fixtures.PROFILE));
        });
    }

    private static List<String> texts(V2Batch batch) {
        return batch.messages().stream()
                .map(message -> new String(message, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
