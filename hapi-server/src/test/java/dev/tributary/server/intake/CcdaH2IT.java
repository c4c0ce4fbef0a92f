package dev.tributary.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.Answer;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.JournalView;
import dev.tributary.server.sources.SourceCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** C-CDA documents over HTTP and by folder, from the wire to the record. */
class CcdaH2IT {

    private static final String MRN = "https://hospital.example/mrn";

    private static final Path CASES = Path.of("../mapping/src/test/resources/ccda");
    private static final List<String> SECTIONS = List.of(
            "header/everything",
            "header/unstructured_body",
            "problems/active_with_translations_and_author",
            "allergies/drug_with_reactions_severity_and_criticality",
            "medications/prescription_with_dosage_supply_and_reason",
            "medications/administered_during_the_visit",
            "immunizations/reaction_unknown_time_and_cancelled",
            "procedures/act_observation_and_implanted_device",
            "results/panel_with_ranges_interpretation_and_specimen",
            "vitals/saturation_with_oxygen",
            "encounters/office_visit_with_diagnosis_and_place",
            "social/pregnancy_alcohol_and_text",
            "careteam/two_members",
            "goals/measured_with_due_date",
            "plan/planned_medication_supply_and_visit",
            "notes/embedded_document",
            "family/father_who_died_of_it",
            "functional/assessment_scale_with_answers",
            "devices/supply_with_product_instance",
            "payers/policy_of_the_spouse",
            "directives/with_verifier_and_agent",
            "concerns/problem_as_health_concern");

    private static HubUnderTest hub() {
        return HubUnderTest.h2();
    }

    private static String document(String number) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <ClinicalDocument xmlns="urn:hl7-org:v3">
                  <id root="2.16.840.1.113883.19.5.9" extension="D%1$s"/>
                  <code code="34133-9" codeSystem="2.16.840.1.113883.6.1" displayName="Summarization of episode note"/>
                  <title>Summary</title>
                  <effectiveTime value="20240102030405+0000"/>
                  <recordTarget><patientRole>
                    <id root="2.16.840.1.113883.19.5.1" extension="%1$s"/>
                    <patient><name><given>Ada</given><family>%3$s</family></name>
                      <administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/>
                      <birthTime value="%2$s"/></patient>
                  </patientRole></recordTarget>
                  <component><structuredBody><component><section>
                    <code code="46240-8" codeSystem="2.16.840.1.113883.6.1"/><title>Encounters</title><text>One visit.</text>
                  </section></component></structuredBody></component>
                </ClinicalDocument>
                """.formatted(number, birthDate(number), family(number));
    }

    /** People of one name and birth date might be taken for one person. */
    private static String birthDate(String number) {
        var own = number.hashCode() & 0x7fffffff;
        return "19%02d%02d%02d".formatted(30 + own % 60, 1 + own / 60 % 12, 1 + own / 720 % 28);
    }

    private static String family(String number) {
        return number.replaceAll("[0-9-]", "").toUpperCase(Locale.ROOT) + "Q";
    }

    private static Answer post(Face face, String path, String body) {
        return face.send("POST", path, "application/xml", body);
    }

    private static JsonNode settled(String id) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> hub().journal().detail(id),
                        detail -> !detail.path("state").asText().equals("waiting"));
    }

    /** CD-09, CD-10, CD-11: kept byte for byte, about the unified patient, once. */
    @Test
    void aDocument_isKeptAppliedAndKnownAgain() {
        var number = UUID.randomUUID().toString();
        var document = document(number);
        var first = post(hub().source("exchange"), "/ccda", document).expect(202);
        var id = first.json().path("id").asText();
        assertThat(first.header("Location")).isEqualTo("/intake/messages/" + id);
        var detail = settled(id);
        assertThat(detail.path("state").asText()).isEqualTo("applied");
        assertThat(detail.path("format").asText()).isEqualTo("ccda");
        assertThat(detail.path("trigger").asText()).isEqualTo("C-CDA 34133-9");
        assertThat(detail.path("raw").asText()).isEqualTo(document);
        assertThat(JournalView.kinds(detail)).containsExactly("document-new");

        var patient = hub().reader().one(Patient.class, Face.identifier(MRN, number));
        var reference = hub().reader()
                .search(DocumentReference.class, "patient=" + patient.getIdPart())
                .get(0);
        var binary = hub().reader()
                .get(
                        "/fhir/"
                                + reference.getContentFirstRep().getAttachment().getUrl(),
                        "Accept",
                        "application/fhir+json")
                .expect(200)
                .as(Binary.class);
        assertThat(new String(binary.getData(), StandardCharsets.UTF_8)).isEqualTo(document);

        var again = post(hub().source("exchange"), "/ccda", document).expect(200);
        assertThat(again.json().path("duplicate").asBoolean()).isTrue();
        assertThat(again.json().path("id").asText()).isEqualTo(id);
        var found = hub().reader()
                .get("/fhir/DocumentReference?patient=" + patient.getIdPart())
                .expect(200)
                .as(Bundle.class);
        assertThat(found.getEntry()).hasSize(1);
    }

    /** CD-01: what the mapper makes of every kind of section can be stored and found under the unified patient. */
    @Test
    void everySection_isStored() throws IOException {
        var number = UUID.randomUUID().toString();
        for (var name : SECTIONS) {
            var document = Files.readString(CASES.resolve(name + ".xml"))
                    .replace(
                            "root=\"2.16.840.1.113883.19.7.3\" extension=\"P1\"",
                            "root=\"2.16.840.1.113883.19.5.1\" extension=\"" + number + "\"")
                    .replace("extension=\"DOC1\"", "extension=\"" + name + number + "\"");
            var id = post(hub().source("exchange"), "/ccda", document)
                    .expect(202)
                    .json()
                    .path("id")
                    .asText();
            var detail = settled(id);
            assertThat(detail.path("state").asText())
                    .as(name + ": " + detail.path("reason").asText())
                    .isEqualTo("applied");
            // What a summary tells of the past is no news, but the document is, and that somebody has died.
            assertThat(JournalView.kinds(detail))
                    .as(name)
                    .contains("document-new")
                    .isSubsetOf("document-new", "death");
        }
        var patient = hub().reader().one(Patient.class, Face.identifier(MRN, number));
        for (var type : List.of("Condition", "AllergyIntolerance", "MedicationRequest", "Immunization", "Procedure")) {
            var found = hub().reader()
                    .get("/fhir/" + type + "?patient=" + patient.getIdPart())
                    .expect(200)
                    .as(Bundle.class);
            assertThat(found.getEntry()).as(type).isNotEmpty();
        }
    }

    @Test
    void anOperator_namesTheSource_andOthersAreRefused() {
        var document = document(UUID.randomUUID().toString());
        post(hub().operator(), "/ccda?source=exchange", document).expect(202);
        post(hub().operator(), "/ccda", document).expect(403);
        post(hub().reader(), "/ccda", document).expect(403);
        hub().source("exchange").send("POST", "/ccda", "text/plain", document).expect(415);
    }

    /** CD-11. */
    @Test
    void whatIsNoDocument_isRefusedAndJournalled() {
        var hostile =
                "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><ClinicalDocument xmlns=\"urn:hl7-org:v3\">&b;</ClinicalDocument>";
        assertThat(post(hub().source("exchange"), "/ccda", hostile).expect(400).body())
                .contains("OperationOutcome", "DOCTYPE");
        assertThat(post(hub().source("exchange"), "/ccda", "<ClinicalDocument>")
                        .expect(400)
                        .body())
                .contains("line 1");
        post(hub().source("exchange"), "/ccda", document("1") + " ".repeat(33 << 20))
                .expect(413);
        var rejected = hub().journal().list("source=exchange&state=rejected");
        assertThat(rejected).hasSizeGreaterThanOrEqualTo(3);
        assertThat(rejected)
                .anySatisfy(row -> assertThat(row.path("reason").asText()).contains("larger than", "max-message"));
    }

    @Test
    void aWatchedFolder_takesDocuments() throws IOException {
        var number = UUID.randomUUID().toString();
        var folder = dropFolder();
        Files.writeString(folder.resolve(number + ".tmp"), document(number));
        Files.move(folder.resolve(number + ".tmp"), folder.resolve(number + ".xml"));
        Files.writeString(folder.resolve(number + "-bad.xml"), "no document");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("done/" + number + ".xml")));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(folder.resolve("failed/" + number + "-bad.xml.ack")));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !hub().reader()
                        .search(Patient.class, Face.identifier(MRN, number))
                        .isEmpty());
    }

    private static Path dropFolder() {
        var sources = hub().part(SourceCatalogue.class);
        return sources.byId("exchange").orElseThrow().feeds().drop().orElseThrow();
    }
}
