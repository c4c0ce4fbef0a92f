package dev.tributary.mapping.v2;

import static dev.tributary.mapping.v2.Fixtures.PROFILE;
import static dev.tributary.mapping.v2.Fixtures.msh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.er7.V2Message;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V2-03: what real senders do to ER7 is read; what cannot be read is refused with its place. */
class V2ReaderTest {

    private static final String PID = "PID|1||M1^^^RIVERSIDE^MR~9^^^OTHER^PI||Doe^Ann";

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\r\r\n\n", "\r\n \r\n"})
    void segments_endWithAnyLineEnd(String end) {
        var raw = "\u000b\n" + String.join(end, msh("ADT^A01", ""), "EVN||20260110081500", PID, "PV1|1|I") + end
                + "\u001c\r";

        assertThat(message(V2Reader.read(raw.getBytes(StandardCharsets.UTF_8), PROFILE))
                        .segments())
                .extracting(segment -> segment.name())
                .containsExactly("MSH", "EVN", "PID", "PV1");
    }

    @Test
    void header_tellsWhatIntakeNeeds() {
        var header = Fixtures.read(msh("ADT^A01^ADT_A01", "|||AL|NE"), "EVN|A01|202601100812", PID)
                .header();

        assertThat(header.trigger()).isEqualTo("ADT^A01");
        assertThat(header.controlId()).isEqualTo("C1");
        assertThat(header.occurred()).isEqualTo(Instant.parse("2026-01-10T13:12:00Z"));
        assertThat(header.laneKey()).isEqualTo("https://riverside.example.org/mrn|M1");
        assertThat(header.acceptAcknowledgement() + header.applicationAcknowledgement())
                .isEqualTo("ALNE");
    }

    @ParameterizedTest
    @CsvSource({"ORU^^ORU_R01, ORU^R01", "ADT^A08, ADT^A08", "ADT, ADT^A01", "ORU^R01^ORU_R01, ORU^R01"})
    void trigger_isFoundWhereverTheSenderPutIt(String type, String trigger) {
        assertThat(Fixtures.read(msh(type, ""), "EVN|A01", PID).header().trigger())
                .isEqualTo(trigger);
    }

    @ParameterizedTest
    @CsvSource({"8859/1, ISO-8859-1", "UNICODE UTF-8, UTF-8", "8859/15, ISO-8859-15", "'', UTF-8", "ASCII, UTF-8"})
    void charset_isThatOfMsh18(String declared, String charset) {
        var raw = (msh("ADT^A31", "||||||" + declared) + "\rPID|1||M1||M\u00fcller").getBytes(Charset.forName(charset));
        var mapped = Fixtures.map(V2Reader.read(raw, PROFILE));

        assertThat(Fixtures.only(mapped, Patient.class).getNameFirstRep().getFamily())
                .isEqualTo("M\u00fcller");
        assertThat(mapped.issues()).isEmpty();
    }

    @Test
    void unknownCharsetAndUndecodableBytes_areIssues() {
        var raw = (msh("ADT^A31", "||||||KLINGON") + "\rPID|1||M1||M\u00c3\u00bcller\u00ff")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Fixtures.map(V2Reader.read(raw, PROFILE)).issues())
                .extracting(Issue::path, Issue::code)
                .containsExactly(tuple("MSH-18", "code-invalid"), tuple("MSH-18", "value"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "MSH|^~\\&|A|B|C|D|2026||ADT^A01||P|2.5\rPID|1||M1; MSH-10",
                "MSH|^~\\&|A|B|C|D|2026|||7|P|2.5\rPID|1||M1; MSH-9",
                "MSH|^~\\&|A|B|C|D|2026||ADT^A01|7|P|2.5\rPV1|1|I; PID",
                "MSH|^~\\&|A|B|C|D|2026||ADT^A40|7|P|2.5\rPID|1||M1; MRG",
                "PID|1||M1; MSH"
            })
    void brokenStructure_isRefusedWithItsPlace(String raw, String path) {
        var reading = V2Reader.read(raw.replace("\\r", "\r").getBytes(StandardCharsets.UTF_8), PROFILE);

        assertThat(((Reading.Unreadable) reading).issues())
                .extracting(Issue::path)
                .containsExactly(path);
    }

    @Test
    void senderThatIsNotAccepted_isRefused() {
        var strict = new SourceProfile(
                "lab",
                PROFILE.zone(),
                PROFILE.charset(),
                PROFILE.identifierSystems(),
                null,
                Set.of("LAB1"),
                Set.of("X"));
        var reading = V2Reader.read((msh("ADT^A01", "") + "\r" + PID).getBytes(StandardCharsets.UTF_8), strict);

        assertThat(((Reading.Unreadable) reading).issues())
                .extracting(issue -> issue.code() + " " + issue.path())
                .containsExactly("security MSH-3", "security MSH-4");
    }

    @Test
    void kindWithoutMap_isUnsupportedNotAnError() {
        var mapped = Fixtures.map(msh("MFN^M02", ""), "MFI|STF");

        assertThat(mapped.supported()).isFalse();
        assertThat(mapped.hasErrors()).isFalse();
        assertThat(mapped.changes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f, a|b^c&d~e\\f",
                "x\\X41C3BC\\y, xA\u00fcy",
                "\\H\\bold\\N\\, bold",
                "50\\ of, 50\\ of",
                "bad\\Q\\end, bad\\Q\\end"
            })
    void escapes_areDecoded(String sent, String meant) {
        var patient = Fixtures.only(Fixtures.map(msh("ADT^A31", ""), "PID|1||M1||" + sent), Patient.class);

        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo(meant);
    }

    /** Umlauts that are not in the character set they are declared in: a message moved from one interface engine to the next. */
    @ParameterizedTest
    @CsvSource({"8859/1, UTF-8", "8859/15, UTF-8", "'', ISO-8859-1", "UNICODE UTF-8, windows-1252"})
    void charsetThatTheBytesContradict_isThatOfTheBytes(String declared, String charset) {
        var raw = (msh("ADT^A31", "||||||" + declared) + "\rPID|1||M1||M\u00fcller").getBytes(Charset.forName(charset));
        var mapped = Fixtures.map(V2Reader.read(raw, PROFILE));

        assertThat(Fixtures.only(mapped, Patient.class).getNameFirstRep().getFamily())
                .isEqualTo("M\u00fcller");
        assertThat(mapped.issues()).extracting(Issue::path, Issue::code).containsExactly(tuple("MSH-18", "value"));
    }

    /** Ten megabytes of separators are some hundred megabytes of nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"~1", "^1", "&1", "|1"})
    void morePartsThanFit_areRefused(String parts) {
        var raw = msh("ADT^A31", "") + "\rPID|1||M1" + parts.repeat((int) V2Reader.MOST_PARTS + 1);

        assertThat(V2Reader.read(raw.getBytes(StandardCharsets.UTF_8), PROFILE))
                .isInstanceOfSatisfying(Reading.Unreadable.class, refused -> {
                    assertThat(refused.header().controlId()).isEqualTo("C1");
                    assertThat(refused.issues()).extracting(Issue::code).containsExactly("too-long");
                });
    }

    /** What would not fit into the memory is refused, under its own control id. */
    @Test
    void moreSegmentsThanFit_areRefused() {
        var most = msh("ORU^R01", "") + "\r" + PID + "\rOBX|1|NM|1^Weight^L||7".repeat(V2Reader.MOST_SEGMENTS - 2);

        assertThat(V2Reader.read(most.getBytes(StandardCharsets.UTF_8), PROFILE))
                .isInstanceOf(Reading.Readable.class);
        assertThat(V2Reader.read((most + "\rOBX|2|NM|1^Weight^L||7").getBytes(StandardCharsets.UTF_8), PROFILE))
                .isInstanceOfSatisfying(Reading.Unreadable.class, refused -> {
                    assertThat(refused.header().controlId()).isEqualTo("C1");
                    assertThat(refused.issues())
                            .extracting(Issue::code, Issue::path)
                            .containsExactly(tuple("too-long", "message"));
                });
    }

    @Test
    void aDocumentBrokenIntoLines_isNotTakenForSegments() {
        var document = "OBX|1|ED|PDF^Report^L||^AP^PDF^Base64^" + "JVBERi0xLjQK\r\n".repeat(V2Reader.MOST_SEGMENTS + 1);

        assertThat(V2Reader.read(
                        (msh("ORU^R01", "") + "\r" + PID + "\r" + document).getBytes(StandardCharsets.UTF_8), PROFILE))
                .isInstanceOf(Reading.Readable.class);
    }

    private static V2Message message(Reading reading) {
        return ((Reading.Readable) reading).message();
    }
}
