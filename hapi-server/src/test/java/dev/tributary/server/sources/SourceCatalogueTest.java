package dev.tributary.server.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.feeds.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCatalogueTest {

    private static final String LEAST = "format: hl7v2\ntime-zone: UTC\n";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void nothingSet() {
        environment.clear();
    }

    @Test
    void filesThatShip_areSound() {
        var catalogue = SourceCatalogue.read(Path.of("../config/sources"), environment::get);

        assertThat(catalogue.problems()).isEmpty();
        assertThat(catalogue.sources()).extracting(Source::id).containsExactly("clinic", "hospital", "laboratory");
        var hospital = catalogue.byId("hospital").orElseThrow();
        assertThat(hospital.format()).isEqualTo(Source.Format.HL7V2);
        assertThat(hospital.profile().zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(hospital.profile().charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(hospital.profile().identifierSystems())
                .containsEntry("HOSP", "https://hospital.example/mrn")
                .containsEntry("USSSA", "http://hl7.org/fhir/sid/us-ssn");
        assertThat(hospital.profile().sendingApplications()).isEmpty();
        assertThat(hospital.acknowledgement()).isEqualTo(AcknowledgementMode.BY_MESSAGE);
        assertThat(hospital.feeds().mllp().orElseThrow().port()).isEqualTo(2575);
        assertThat(hospital.feeds().mllp().orElseThrow().address()).isEqualTo("127.0.0.1");
        assertThat(catalogue.byClient("laboratory").orElseThrow().id()).isEqualTo("laboratory");
        assertThat(catalogue.byClient("nobody")).isEmpty();
    }

    @Test
    void environment_fillsPlaceholders() {
        environment.put("HUB_MLLP_PORT", "12575");

        var catalogue = SourceCatalogue.read(Path.of("../config/sources"), environment::get);

        var mllp = catalogue.byId("hospital").orElseThrow().feeds().mllp();
        assertThat(mllp.orElseThrow().port()).isEqualTo(12575);
    }

    @Test
    void placeholderWithoutValueOrDefault_isNamed() {
        write("a", LEAST + "name: ${NOBODY_SET_THIS}\n");

        assertThat(problems()).singleElement().asString().contains("a.yaml: name: \"${NOBODY_SET_THIS}\" is not set.");
    }

    @Test
    void wrongValues_areAllNamedWithFileKeyValueAndRemedy() {
        write(
                "clinic",
                "format: hl7\ntime-zone: Europe/Berln\ntrust: 101\ncharset: UTF-9\nacknowledgement: never\n"
                        + "identifier-systems: {MRN: not a uri}\nfeeds: {http: maybe, mllp: {port: 99999}}\n");

        assertThat(problems())
                .extracting(problem -> problem.key() + ": " + problem.text())
                .contains(
                        "format: \"hl7\" is not known. Write hl7v2, fhir, ccda or csv.",
                        "time-zone: \"Europe/Berln\" is no IANA time zone. Write one like Europe/Berlin.",
                        "trust: \"101\" is no number from 0 to 100.",
                        "feeds.mllp.port: \"99999\" is no number from 0 to 65535.",
                        "feeds.http: \"maybe\" is neither true nor false.")
                .anyMatch(text -> text.startsWith("identifier-systems.MRN: \"not a uri\" is no absolute URI."))
                .anyMatch(text -> text.startsWith("charset: \"UTF-9\""))
                .anyMatch(text -> text.startsWith("acknowledgement: \"never\""));
        assertThat(problems().get(0).file()).endsWith("clinic.yaml");
    }

    @Test
    void unknownKeys_areRefusedAtEveryLevel() {
        write("a", LEAST + "timezone: UTC\nfeeds: {mllp: {port: 0, adress: here}}\n");

        assertThat(problems())
                .extracting(SourceProblem::key)
                .containsExactlyInAnyOrder("timezone", "feeds.mllp.adress");
    }

    @Test
    void badFile_leavesTheOthersAlone() {
        write("a", "format: [\n");
        write("b", LEAST);
        write("c", "format: fhir\nformat: hl7v2\ntime-zone: UTC\n");

        var catalogue = read();

        assertThat(catalogue.sources()).extracting(Source::id).containsExactly("b");
        assertThat(catalogue.problems()).hasSize(2);
        assertThat(catalogue.problems().get(0).toString()).contains("a.yaml: is no YAML at line");
    }

    @Test
    void idAndClient_belongToOneSource() throws IOException {
        write("a", LEAST);
        Files.writeString(folder.resolve("a.yml"), LEAST);
        write("b", LEAST + "client: a\n");
        write("Not an id", LEAST);

        var catalogue = read();

        assertThat(catalogue.sources()).extracting(Source::id).containsExactly("a");
        assertThat(catalogue.problems()).hasSize(3);
    }

    @Test
    void sharedPort_needsSendersThatCanBeToldApart() {
        write("a", LEAST + "sending-facilities: [NORTH]\nfeeds: {mllp: {port: 3000}}\n");
        write("b", LEAST + "sending-facilities: SOUTH\nfeeds: {mllp: {port: 3000}}\n");
        write("c", LEAST + "sending-applications: [LAB]\nfeeds: {mllp: {port: 3000}}\n");
        write("d", LEAST + "sending-facilities: [EAST]\nfeeds: {mllp: {port: 3000, address: 0.0.0.0}}\n");

        var catalogue = read();

        assertThat(catalogue.sources()).extracting(Source::id).containsExactly("a", "b");
        assertThat(catalogue.problems()).extracting(SourceProblem::key).containsOnly("feeds.mllp.port");
        assertThat(catalogue.problems().get(0).text()).contains("3000", "source a", "MSH-3");
    }

    @Test
    void tlsFiles_mustBeThere() {
        write("a", LEAST + "feeds: {mllp: {port: 1, tls: {certificate: no.crt, key: no.key}}}\n");

        assertThat(problems())
                .extracting(SourceProblem::key)
                .containsExactly("feeds.mllp.tls.certificate", "feeds.mllp.tls.key");
    }

    @Test
    void tlsFilesThatAreNoPair_leaveTheirSourceOutAndNoOther() throws Exception {
        var pair = TestCertificate.make(folder, "pair");
        var nonsense = Files.writeString(folder.resolve("nonsense.key"), "nonsense");
        var tls = LEAST + "feeds: {mllp: {port: 0, tls: {certificate: \"%s\", key: \"%s\"}}}\n";
        write("a", tls.formatted(pair.certificate(), nonsense));
        write("b", tls.formatted(nonsense, pair.key()));
        write("c", tls.formatted(pair.certificate(), pair.key()));

        var catalogue = read();

        assertThat(catalogue.sources()).extracting(Source::id).containsExactly("c");
        assertThat(catalogue.problems()).extracting(SourceProblem::key).containsOnly("feeds.mllp.tls.key");
        assertThat(catalogue.problems().get(0).toString())
                .contains("a.yaml: feeds.mllp.tls.key: ", nonsense.toString(), "openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void missingFolder_isAProblemAndNoCrash() {
        var catalogue = SourceCatalogue.read(folder.resolve("nowhere"), environment::get);

        assertThat(catalogue.sources()).isEmpty();
        assertThat(catalogue.problems()).singleElement().asString().contains("HUB_CONFIG");
    }

    private SourceCatalogue read() {
        return SourceCatalogue.read(folder, environment::get);
    }

    private List<SourceProblem> problems() {
        return read().problems();
    }

    private void write(String id, String text) {
        try {
            Files.writeString(folder.resolve(id + ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
