package dev.tributary.mapping.ccda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Issue;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** CD-11: XML that is made to do harm is refused, and cheaply. */
class CcdaHostileTest {

    private static final String ROOT = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">";
    private static final String PATIENT =
            "<recordTarget><patientRole><id root=\"1.2.3\" extension=\"7\"/><patient><name>%s</name></patient></patientRole></recordTarget>";

    private static Issue refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Issue refusal(byte[] raw) {
        var reading = CcdaReader.read(raw, Documents.PROFILE);
        assertThat(reading).isInstanceOf(CcdaReading.Unreadable.class);
        return ((CcdaReading.Unreadable) reading).issues().get(0);
    }

    @Test
    void externalEntity_isNotOpened() {
        var issue =
                refusal("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + ROOT + "&x;</ClinicalDocument>");
        assertThat(issue.code()).isEqualTo("security");
        assertThat(issue.text()).contains("DOCTYPE").doesNotContain("root:");
    }

    @Test
    void billionLaughs_costNothing() {
        var entities = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 \"lol\">");
        for (var i = 1; i < 12; i++) {
            entities.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        var bomb = entities + "]>" + ROOT + "&l11;</ClinicalDocument>";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertThat(refusal(bomb).code()).isEqualTo("security"));
    }

    @Test
    void depthWithoutEnd_isRefused() {
        assertThat(refusal(ROOT + "<section>".repeat(100_000)).text()).contains("nested");
    }

    @Test
    void brokenXml_isRefusedWithItsPlace() {
        var issue = refusal(ROOT + "\n<a></b></ClinicalDocument>");
        assertThat(issue.path()).contains("line 2");
        assertThat(refusal("").code()).isEqualTo("structure");
        assertThat(refusal("MSH|^~\\&|").code()).isEqualTo("structure");
        assertThat(refusal(new byte[] {0, 1, 2, (byte) 0xff}).code()).isEqualTo("structure");
    }

    @Test
    void otherDocuments_areRefusedWithAPlace() {
        assertThat(refusal("<html/>").text()).contains("ClinicalDocument");
        assertThat(refusal(ROOT + "</ClinicalDocument>").path()).isEqualTo("ClinicalDocument/recordTarget");
    }

    @Test
    void foreignBytes_areReadAsWindows1252_andSaidSo() {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + ROOT + PATIENT.formatted("Ren\u00e9e")
                + "</ClinicalDocument>";
        var mapped = Documents.map(text.getBytes(Charset.forName("windows-1252")));
        assertThat(mapped.issues()).extracting(Issue::text).anyMatch(issue -> issue.contains("Windows-1252"));
        assertThat(mapped.toBundle()
                        .getEntryFirstRep()
                        .getResource()
                        .getNamedProperty("name")
                        .getValues()
                        .toString())
                .isNotEmpty();
    }

    @Test
    void blanksAndByteOrderMark_beforeTheDeclaration_areSkipped() {
        var text = "<?xml version=\"1.0\"?>" + ROOT + PATIENT.formatted("Ada") + "</ClinicalDocument>";
        assertThat(Documents.map(("\n  " + text).getBytes(StandardCharsets.UTF_8))
                        .changes())
                .isNotEmpty();
        assertThat(Documents.map(("\ufeff" + text).getBytes(StandardCharsets.UTF_8))
                        .changes())
                .isNotEmpty();
        assertThat(Documents.map(text.getBytes(StandardCharsets.UTF_16)).changes())
                .isNotEmpty();
    }
}
