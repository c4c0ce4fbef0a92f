package dev.tributary.server.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.server.Answer;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import java.math.BigDecimal;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

/** What the addresses of a source's own resources mean to it, on one database. */
abstract class OwnAddressContract {

    private static final String SYSTEM = "https://clinic.example/id";

    private final String id = "a" + Stay.unique();

    abstract HubUnderTest hub();

    private Face clinic() {
        return hub().source("clinic");
    }

    private Patient patient() {
        var patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem(SYSTEM).setValue(id);
        patient.addName().setFamily("Quill").addGiven("Ada");
        return patient;
    }

    private Observation observation(int value) {
        var observation = new Observation();
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.setCode(new CodeableConcept().setText("Weight"));
        observation.setSubject(new Reference("Patient/" + id));
        observation.setValue(new Quantity(value));
        return observation;
    }

    private static Observation named(Observation observation, String name) {
        observation.setId(name);
        return observation;
    }

    /** Of this test's patient, as everybody sees them. */
    private List<Integer> values() {
        return hub().reader().search(Observation.class, "patient.identifier=" + id).stream()
                .map(each -> each.getValueQuantity().getValue().intValue())
                .toList();
    }

    private String posted(int value) {
        var answer = clinic().post("/fhir/Observation", observation(value)).expect(201);
        var location = answer.header("Location");
        return location.substring(location.indexOf("Observation/") + 12, location.indexOf("/_history"));
    }

    /** R4-08: whoever creates by POST goes on with the id that the answer names. */
    @Test
    void whatWasPosted_isChangedAtItsLocation() {
        clinic().put("/fhir/Patient/" + id, patient()).expect(201);
        var name = posted(70);
        var path = "/fhir/Observation/" + name;

        var changed = clinic().put(path, named(observation(71), name), "If-Match", "W/\"1\"")
                .expect(200);

        assertThat(changed.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(values()).containsExactly(71);
        var bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        bundle.addEntry()
                .setResource(named(observation(72), name))
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("Observation/" + name);
        clinic().post("/fhir", bundle).expect(200);
        assertThat(values()).containsExactly(72);
        assertThat(clinic().get(path)
                        .expect(200)
                        .as(Observation.class)
                        .getIdElement()
                        .getIdPart())
                .isEqualTo(name);
    }

    @Test
    void whatWasPosted_isDeletedAtItsLocation() {
        clinic().put("/fhir/Patient/" + id, patient()).expect(201);
        var path = "/fhir/Observation/" + posted(70);

        clinic().delete(path).expect(204);

        assertThat(values()).isEmpty();
        assertThat(clinic().get(path).status()).isIn(404, 410);
        clinic().delete(path).expect(204);
    }

    @Test
    void theHubsIdOfANamedResource_isThatResource() {
        clinic().put("/fhir/Patient/" + id, patient()).expect(201);
        clinic().put("/fhir/Observation/" + id, named(observation(70), id)).expect(201);
        var hubId = DeterministicId.of("clinic", "Observation", id);

        clinic().put("/fhir/Observation/" + hubId, named(observation(71), hubId))
                .expect(200);

        assertThat(values()).containsExactly(71);
        var own = clinic().get("/fhir/Observation/" + id).expect(200).as(Observation.class);
        assertThat(own.getIdentifierFirstRep().getValue()).isEqualTo(id);
    }

    @Test
    void theHubsIdOfAnotherSourcesResource_isAnIdLikeAnyOther() {
        for (var source : List.of("practice", "clinic")) {
            hub().source(source).put("/fhir/Patient/" + id, patient()).expect(201);
        }
        hub().source("practice")
                .put("/fhir/Observation/" + id, named(observation(70), id))
                .expect(201);
        var theirs = DeterministicId.of("practice", "Observation", id);

        clinic().put("/fhir/Observation/" + theirs, named(observation(71), theirs))
                .expect(201);
        clinic().delete("/fhir/Observation/" + theirs).expect(204);

        assertThat(values()).containsExactly(70);
    }

    @Test
    void aVersion_isNeitherWrittenNorDeleted() {
        clinic().put("/fhir/Patient/" + id, patient()).expect(201);
        clinic().put("/fhir/Observation/" + id, named(observation(70), id)).expect(201);
        var version = "/fhir/Observation/" + id + "/_history/1";

        clinic().put(version, named(observation(71), id)).expect(405);
        clinic().delete(version).expect(405);
        clinic().post(version, observation(71)).expect(405);
        clinic().post("/fhir/Observation/" + id, observation(71)).expect(405);
        clinic().delete("/fhir/Observation/" + id + "/more").expect(400);

        assertThat(values()).containsExactly(70);
    }

    @Test
    void ifMatch_guardsDeletionsToo_andAStarIsAnyVersion() {
        clinic().put("/fhir/Patient/" + id, patient()).expect(201);
        var path = "/fhir/Observation/" + id;
        clinic().put(path, named(observation(69), id), "If-Match", "*").expect(412);
        clinic().put(path, named(observation(70), id)).expect(201);
        clinic().put(path, named(observation(71), id), "If-Match", "*").expect(200);

        clinic().send("DELETE", path, null, null, "If-Match", "W/\"1\"").expect(412);
        assertThat(values()).containsExactly(71);
        clinic().send("DELETE", path, null, null, "If-Match", "W/\"2\"").expect(204);
        assertThat(values()).isEmpty();
    }

    @Test
    void aHistory_isCompleteHoweverRecentlyItWasAskedFor() {
        clinic().put("/fhir/Patient/" + id, patient()).expect(201);
        var path = "/fhir/Observation/" + id;
        for (var value = 1; value <= 3; value++) {
            clinic().put(path, named(observation(value), id));
            var history = clinic().get(path + "/_history").expect(200).as(Bundle.class);
            assertThat(history.getEntry()).hasSize(value);
            assertThat(history.getTotal()).isEqualTo(value);
        }
    }

    /** The name that everything of a patient follows its record by, and by which its source finds the way back. */
    @Test
    void aSubjectThatIsNamedOtherwise_isReadBackAndFollowsItsRecord() {
        var number = String.valueOf(100_000_000 + Math.abs(id.hashCode()) % 800_000_000);
        for (var source : List.of("practice", "clinic")) {
            var patient = patient();
            patient.getIdentifierFirstRep().setSystem("https://" + source + ".example/own");
            patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-ssn").setValue(number);
            hub().source(source).put("/fhir/Patient/" + id, patient).expect(201);
        }
        var observation = named(observation(70), id);
        observation
                .getSubject()
                .setIdentifier(new Identifier()
                        .setSystem("http://hl7.org/fhir/sid/us-ssn")
                        .setValue(number));
        clinic().put("/fhir/Observation/" + id, observation).expect(201);
        assertThat(clinic().get("/fhir/Observation/" + id)
                        .as(Observation.class)
                        .getSubject()
                        .getReference())
                .isEqualTo("Patient/" + id);

        var record = DeterministicId.of("clinic", "Patient", id);
        hub().as("some-steward", "steward")
                .post("/fhir/Patient/" + record + "/$unlink", new Parameters())
                .expect(200);

        var person = hub().reader()
                .one(Patient.class, Face.identifier("https://clinic.example/own", id))
                .getIdElement()
                .getIdPart();
        assertThat(hub().reader().search(Observation.class, "patient=" + person))
                .hasSize(1);
    }

    @Test
    void anotherNameOfTheSubject_givesWayToItsId_andTheJournalSaysSo() {
        clinic().put("/fhir/Patient/" + id, patient()).expect(201);
        var elsewhere = observation(70);
        elsewhere
                .getSubject()
                .setIdentifier(
                        new Identifier().setSystem("https://elsewhere.example").setValue("E-1"));
        clinic().put("/fhir/Observation/" + id, named(elsewhere, id)).expect(201);
        assertThat(issuesOfTheLast())
                .anySatisfy(issue -> assertThat(issue.path("path").asText()).isEqualTo("Patient/" + id));

        clinic().put("/fhir/Observation/" + id, named(observation(71), id)).expect(200);
        assertThat(issuesOfTheLast()).isEmpty();
    }

    private JsonNode issuesOfTheLast() {
        var row = hub().journal().list("source=clinic&_count=1").get(0);
        return hub().journal().detail(row.path("id").asText()).path("issues");
    }

    @Test
    void whatNoDatabaseTakes_isRefusedForGood() {
        var tooLong = patient();
        tooLong.getIdentifierFirstRep().setValue(id + "x".repeat(5000));
        refused(clinic().put("/fhir/Patient/" + id, tooLong), 422);
        var huge = observation(1);
        huge.setValue(new Quantity().setValue(new BigDecimal("1e400")));
        clinic().put("/fhir/Patient/" + id, patient()).expect(201);
        refused(clinic().put("/fhir/Observation/" + id, named(huge, id)), 422);
        var longId = "x".repeat(65);
        refused(clinic().put("/fhir/Observation/" + longId, named(observation(1), longId)), 400);
        var halfEscaped = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        halfEscaped
                .addEntry()
                .setResource(patient())
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("Patient?identifier=%zz");
        refused(clinic().post("/fhir", halfEscaped), 400);
    }

    private static void refused(Answer answer, int status) {
        var said = answer.expect(status).as(OperationOutcome.class).getIssueFirstRep();
        assertThat(said.getDiagnostics()).doesNotContain("later", "Exception");
        assertThat(said.getCode()).isNotEqualTo(OperationOutcome.IssueType.TRANSIENT);
    }

    /** PostgreSQL takes no NUL in a text. */
    @Test
    void aNul_isKeptOrRefusedForGood() {
        var patient = patient();
        patient.getNameFirstRep().setFamily("Qu\u0000ill");
        assertThat(clinic().put("/fhir/Patient/" + id, patient).status()).isIn(201, 400, 422);
    }
}
