package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.cli.HubCommand.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/hub map}: no server, no database. */
class MapCommandTest {

    private static final String MESSAGE = """
            MSH|^~\\&|ADT1|HOSP|HUB|HUB|20260110081500||ADT^A31|C1|P|2.5.1
            EVN|A31|20260110081500
            PID|1||100^^^HOSP^MR||Grey^Eva||19620305|F
            ZPD|1|VIP
            """.replace('\n', '\r');

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Path message;

    @BeforeEach
    void files() throws IOException {
        message = Files.writeString(directory.resolve("a31.hl7"), MESSAGE);
    }

    private int run(String... arguments) {
        var streams = new Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return HubCommand.run(Map.of("HUB_CONFIG", "src/test/resources/config"), streams, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aMessage_isShownWithItsLineage() {
        assertThat(run("map", "--source", "hospital", message.toString())).isZero();

        assertThat(out()).contains("1 Patient", "ZPD");
        assertThat(out()).containsPattern("Patient\\.name\\[0]\\.family +Grey +PID-5\\.1");
        assertThat(out()).containsPattern("identifier\\[0]\\.system +https://hospital.example/mrn");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void json_holdsBundleIssuesLineageAndWhatIsNotCarried() throws IOException {
        assertThat(run("map", "--json", message.toString())).isZero();

        var json = new ObjectMapper().readTree(out());
        assertThat(json.path("bundle").path("entry").size()).isPositive();
        assertThat(json.path("issues").isArray()).isTrue();
        assertThat(json.path("lineage").findValuesAsText("element")).contains("Patient.birthDate");
        assertThat(json.path("notCarried").findValuesAsText("place")).contains("ZPD-2");
    }

    @Test
    void severalFiles_areAnArray_andOneRefusalShowsInTheExitCode() throws IOException {
        var other = Files.writeString(directory.resolve("other.txt"), "no message at all");

        assertThat(run("map", "--json", "--no-lineage", message.toString(), other.toString()))
                .isEqualTo(1);
        var json = new ObjectMapper().readTree(out());
        assertThat(json.size()).isEqualTo(2);
        assertThat(json.get(0).path("accepted").asBoolean()).isTrue();
        assertThat(json.get(1).path("accepted").asBoolean()).isFalse();
    }

    @Test
    void fhir_isRecognisedByItsContent() throws IOException {
        var bundle = Files.writeString(
                directory.resolve("bundle.json"),
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p1\"}}]}");

        assertThat(run("map", "--source", "clinic", bundle.toString())).isZero();
        assertThat(out()).contains("fhir", "1 Patient");
    }

    @Test
    void aDocument_isRecognisedByItsContent() throws IOException {
        var document = Files.writeString(directory.resolve("ccd.xml"), """
                <?xml version="1.0"?>
                <ClinicalDocument xmlns="urn:hl7-org:v3">
                  <id root="2.16.840.1.113883.19.5.9" extension="D1"/>
                  <code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/>
                  <title>Summary</title>
                  <effectiveTime value="20240102030405+0000"/>
                  <recordTarget><patientRole>
                    <id root="2.16.840.1.113883.19.5.1" extension="1"/>
                    <patient><name><given>Ada</given><family>Nkemelu</family></name>
                      <birthTime value="19700101"/></patient>
                  </patientRole></recordTarget>
                  <component><structuredBody><component><section>
                    <code code="46240-8" codeSystem="2.16.840.1.113883.6.1"/><title>Encounters</title><text>One.</text>
                  </section></component></structuredBody></component>
                </ClinicalDocument>
                """);

        assertThat(run("map", document.toString())).isZero();
        assertThat(out()).contains("ccda", "1 Patient");
        assertThat(out())
                .containsPattern(
                        "Patient\\.name\\[0]\\.family +Nkemelu +/ClinicalDocument/recordTarget/patientRole/patient");
    }

    /** Each message of a batch is kept and answered by itself, so it is tried by itself. */
    @Test
    void aBatch_isShownMessageByMessage() throws IOException {
        var batch = Files.writeString(
                directory.resolve("batch.hl7"),
                "FHS|^~\\&|ADT1\rBHS|^~\\&|ADT1\r" + MESSAGE
                        + MESSAGE.replace("100^", "200^").replace("PID|1|", "PID|2|") + MESSAGE.replace("PID|", "PIX|")
                        + "BTS|3\rFTS|1\r");

        assertThat(run("map", "--json", batch.toString())).isEqualTo(1);
        var json = new ObjectMapper().readTree(out());
        assertThat(json.findValuesAsText("message")).containsExactly("1", "2", "3");
        assertThat(json.findValuesAsText("accepted")).containsExactly("true", "true", "false");
        assertThat(json.get(1).path("lineage").findValuesAsText("element")).contains("Patient.birthDate");
    }

    @Test
    void aTextFile_isShownRowByRowWithItsColumns() throws IOException {
        var config = Files.createDirectories(directory.resolve("config/sources"));
        Files.writeString(config.resolve("registry.yaml"), """
                name: Registry
                format: csv
                time-zone: UTC
                csv:
                  people:
                    resources:
                      patient:
                        key: pid
                        elements:
                          identifier: pid
                          name[0].family: last
                          birthDate: {column: dob, date: dd.MM.yyyy}
                """);
        var file = Files.writeString(
                directory.resolve("people.csv"), "pid,last,dob,shoe\n1,Grey,05.03.1962,38\n2,Hale,31.02.1980,41\n");
        var streams = new Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));

        var exit = HubCommand.run(
                Map.of("HUB_CONFIG", directory.resolve("config").toString()),
                streams,
                "map",
                "--source",
                "registry",
                file.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(out()).contains("people.csv, message 1: csv people", "people.csv, message 2: csv people");
        assertThat(out()).containsPattern("Patient\\.birthDate +1962-03-05 +people\\.dob");
        assertThat(out()).containsPattern("people\\.shoe +38 +reported");
        assertThat(out()).contains("would not be applied", "column dob", "\"31.02.1980\" is no date");
    }

    @Test
    void anUnknownSource_isRefusedWithThoseThereAre() {
        assertThat(run("map", "--source", "nobody", message.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nobody", "hospital");
    }

    @Test
    void aFileThatIsNotThere_isNamed() {
        assertThat(run("map", "nowhere.hl7")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nowhere.hl7");
    }
}
