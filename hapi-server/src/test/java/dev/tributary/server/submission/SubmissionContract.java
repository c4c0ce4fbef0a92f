package dev.tributary.server.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.ImmunizationRecommendation;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** What a source may rely on when it submits over FHIR, on one database. */
abstract class SubmissionContract {

    private static final String SYSTEM = "https://clinic.example/id";

    abstract HubUnderTest hub();

    private Face clinic() {
        return hub().source("clinic");
    }

    private static Patient patient(String id) {
        var patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem(SYSTEM).setValue(id);
        patient.addName().setFamily("Quill").addGiven("Ada");
        return patient;
    }

    private static Observation observation(String id, String subject, int value) {
        var observation = new Observation();
        observation.setId(id);
        observation.addIdentifier().setSystem(SYSTEM).setValue(id);
        observation.setStatus(Observation.ObservationStatus.FINAL);
        observation.setCode(new CodeableConcept().setText("Weight"));
        observation.setSubject(new Reference(subject));
        observation.setValue(new Quantity(value));
        return observation;
    }

    private static Bundle transaction() {
        return new Bundle().setType(BundleType.TRANSACTION);
    }

    private static Bundle put(Bundle bundle, Resource resource) {
        var path = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        return add(bundle, resource, HTTPVerb.PUT, path);
    }

    private static Bundle add(Bundle bundle, Resource resource, HTTPVerb method, String url) {
        bundle.addEntry().setResource(resource).getRequest().setMethod(method).setUrl(url);
        return bundle;
    }

    private Observation stored(String id) {
        return hub().reader().one(Observation.class, Face.identifier(SYSTEM, id));
    }

    private List<JsonNode> journal() {
        return hub().journal().list("source=clinic&_count=500");
    }

    @Test
    void theSameIdOfTwoSources_isTwoResourcesAndEachReadsItsOwn() {
        var id = "s" + Stay.unique();
        for (var source : List.of("clinic", "practice")) {
            var face = hub().source(source);
            face.put("/fhir/Patient/" + id, patient(id)).expect(201);
            face.put("/fhir/Observation/" + id, observation(id, "Patient/" + id, source.length()))
                    .expect(201);
        }
        for (var source : List.of("clinic", "practice")) {
            var own = hub().source(source)
                    .get("/fhir/Observation/" + id)
                    .expect(200)
                    .as(Observation.class);
            assertThat(own.getIdElement().getIdPart()).isEqualTo(id);
            assertThat(own.getValueQuantity().getValue().intValue()).isEqualTo(source.length());
            assertThat(own.getSubject().getReference()).isEqualTo("Patient/" + id);
        }
        var all = hub().reader().search(Observation.class, Face.identifier(SYSTEM, id));
        assertThat(all)
                .hasSize(2)
                .extracting(found -> found.getIdElement().getIdPart())
                .doesNotContain(id);
    }

    @Test
    void whatIsContained_isReadBackWithItsReference() {
        var id = "s" + Stay.unique();
        var laboratory = new Organization().setName("Laboratory of " + id);
        laboratory.setId("lab");
        var observation = observation(id, "Patient/" + id, 1).addPerformer(new Reference("#lab"));
        observation.addContained(laboratory);
        clinic().post("/fhir", put(put(transaction(), patient(id)), observation))
                .expect(200);

        var own = clinic().get("/fhir/Observation/" + id).expect(200).as(Observation.class);
        for (var read : List.of(own, stored(id))) {
            assertThat(read.getPerformerFirstRep().getReference()).isEqualTo("#lab");
            assertThat(read.getContained())
                    .singleElement()
                    .extracting(contained -> ((Organization) contained).getName())
                    .isEqualTo(laboratory.getName());
        }
    }

    /** A source writes into no other source's record, even if it knows or guesses the hub's ids. */
    @Test
    void hubIdsOfOtherSources_leadNowhere() {
        var id = "s" + Stay.unique();
        hub().source("practice").put("/fhir/Patient/" + id, patient(id)).expect(201);
        hub().source("practice")
                .put("/fhir/Observation/" + id, observation(id, "Patient/" + id, 1))
                .expect(201);
        var theirs = stored(id);
        var person = theirs.getSubject().getReference();
        var record = "Patient/" + DeterministicId.of("practice", "Patient", id);

        for (var guessed : List.of(person, record)) {
            var refused = clinic().put("/fhir/Observation/x" + id, observation("x" + id, guessed, 2))
                    .expect(422)
                    .as(OperationOutcome.class);
            assertThat(refused.getIssueFirstRep().getDiagnostics())
                    .contains("leads to nothing that you sent", "no person of a patient of yours");
        }
        var derived = observation("y" + id, "Patient/y" + id, 3);
        derived.addHasMember(
                new Reference("Observation/" + theirs.getIdElement().getIdPart()));
        clinic().post("/fhir", put(put(transaction(), patient("y" + id)), derived))
                .expect(422);
        assertThat(hub().reader().search(Observation.class, "subject=" + person))
                .hasSize(1);
    }

    /** A reader's answers name persons and directory entries by the hub's ids: a source may use those of its own patients. */
    @Test
    void hubIdsOfOwnPatientsPersons_andOfDirectories_areUnderstood() {
        var id = "s" + Stay.unique();
        var organization = new Organization();
        organization.setId(id);
        organization.setName("Mill Lane Practice");
        hub().source("practice").put("/fhir/Organization/" + id, organization).expect(201);
        clinic().put("/fhir/Patient/" + id, patient(id)).expect(201);
        var person = hub().reader().one(Patient.class, Face.identifier(SYSTEM, id));
        var seen = observation(id, "Patient/" + person.getIdElement().getIdPart(), 70);
        seen.addPerformer(new Reference("Organization/" + DeterministicId.of("practice", "Organization", id)));

        clinic().put("/fhir/Observation/" + id, seen).expect(201);

        assertThat(stored(id).getSubject().getReference())
                .isEqualTo("Patient/" + person.getIdElement().getIdPart());
    }

    /** IH-04: one identity source per domain; knowing a foreign number is no offence. */
    @Test
    void aFeedForADomainOfAnotherSource_isRefused() {
        var id = "s" + Stay.unique();
        var patient = patient(id);
        patient.addIdentifier().setSystem(Stay.MRN).setValue("M" + id);
        patient.setId((String) null);
        clinic().put("/fhir/Patient?" + Face.identifier(Stay.MRN, "M" + id), patient)
                .expect(403);
        clinic().put("/fhir/Patient?" + Face.identifier(SYSTEM, id), patient).expect(201);
    }

    @Test
    void aRepeatedBundle_changesNothing() {
        var id = "s" + Stay.unique();
        var bundle = put(put(transaction(), patient(id)), observation(id, "Patient/" + id, 70));
        add(bundle, observation(null, "Patient/" + id, 71), HTTPVerb.POST, "Observation");
        bundle.getEntry().get(2).setFullUrl("urn:uuid:9b8b4c3e-6f0b-4c8e-9d1e-" + id.substring(1));
        ((Observation) bundle.getEntry().get(2).getResource()).getIdentifier().clear();
        var first = clinic().post("/fhir", bundle).expect(200).as(Bundle.class);
        var patientsBefore =
                hub().operator().get("/intake/summary").expect(200).json().path("unifiedPatients");
        var second = clinic().post("/fhir", bundle).expect(200).as(Bundle.class);

        assertThat(locations(second)).isEqualTo(locations(first));
        assertThat(stored(id).getMeta().getVersionId()).isEqualTo("1");
        assertThat(hub().operator().get("/intake/summary").expect(200).json().path("unifiedPatients"))
                .isEqualTo(patientsBefore);
    }

    private static List<String> locations(Bundle response) {
        var locations = new ArrayList<String>();
        response.getEntry().forEach(entry -> locations.add(entry.getResponse().getLocation()));
        return locations;
    }

    @Test
    void aLaterBundle_refersToEarlierSubmissionsByOwnId() {
        var id = "s" + Stay.unique();
        clinic().post("/fhir", put(transaction(), patient(id))).expect(200);
        clinic().post("/fhir", put(transaction(), observation(id, "Patient/" + id, 70)))
                .expect(200);

        var unified = hub().reader().one(Patient.class, Face.identifier(SYSTEM, id));
        assertThat(stored(id).getSubject().getReference())
                .isEqualTo("Patient/" + unified.getIdElement().getIdPart());
        assertThat(stored(id).getSubject().getIdentifier().getValue()).isEqualTo(id);
    }

    /** R4-07. */
    @Test
    void aConditionalReference_findsWhatTheSourceSent() {
        var id = "s" + Stay.unique();
        clinic().post("/fhir", put(transaction(), patient(id))).expect(200);
        var reference = "Patient?identifier=" + SYSTEM + "|" + id;
        clinic().post("/fhir", put(transaction(), observation(id, reference, 70)))
                .expect(200);
        assertThat(stored(id).getSubject().getReference()).startsWith("Patient/");

        var nobody = observation("s" + Stay.unique(), "Patient?identifier=" + SYSTEM + "|nobody", 70);
        assertThat(clinic().post("/fhir", put(transaction(), nobody)).status()).isBetween(400, 422);
    }

    /** R4-04, R4-05. */
    @Test
    void conditionalCreateAndUpdate_makeOneResource() {
        var id = "s" + Stay.unique();
        clinic().post("/fhir", put(transaction(), patient(id))).expect(200);
        var condition = "identifier=" + SYSTEM + "|" + id;
        var resource = observation(null, "Patient/" + id, 70);
        resource.getIdentifierFirstRep().setSystem(SYSTEM).setValue(id);
        clinic().post("/fhir/Observation", resource, "If-None-Exist", condition).expect(201);
        clinic().post("/fhir/Observation", resource, "If-None-Exist", condition).expect(200);
        assertThat(stored(id).getMeta().getVersionId()).isEqualTo("1");

        resource.setValue(new Quantity(71));
        clinic().put("/fhir/Observation?" + Face.identifier(SYSTEM, id), resource)
                .expect(200);
        assertThat(stored(id).getMeta().getVersionId()).isEqualTo("2");
    }

    /** R4-02. */
    @Test
    void aBadEntryOfABatch_leavesTheOthers() {
        var id = "s" + Stay.unique();
        var batch = new Bundle().setType(BundleType.BATCH);
        put(batch, patient(id));
        put(batch, observation("bad" + id, "Patient/nobody-" + id, 1));
        put(batch, observation(id, "Patient/" + id, 70));
        var response = clinic().post("/fhir", batch).expect(200).as(Bundle.class);

        assertThat(response.getType()).isEqualTo(BundleType.BATCHRESPONSE);
        assertThat(response.getEntry())
                .extracting(entry -> entry.getResponse().getStatus().substring(0, 1))
                .containsExactly("2", "4", "2");
        assertThat(stored(id).getStatus()).isEqualTo(Observation.ObservationStatus.FINAL);
        clinic().get("/fhir/Observation/bad" + id).expect(404);
    }

    /** R4-01: what shares a transaction to be faster is a message of its own all the same. */
    @Test
    void aBatchAboutNoPatient_refusesOneEntryAndStoresTheOthers() {
        var id = "s" + Stay.unique();
        var batch = new Bundle().setType(BundleType.BATCH);
        put(batch, practitioner("a" + id));
        put(batch, role("bad" + id, "nobody-" + id));
        put(batch, role(id, "a" + id));
        var response = clinic().post("/fhir", batch).expect(200).as(Bundle.class);

        assertThat(response.getEntry())
                .extracting(entry -> entry.getResponse().getStatus().substring(0, 3))
                .containsExactly("201", "422", "201");
        assertThat(journal().subList(0, 3))
                .extracting(row -> row.path("state").asText())
                .containsExactlyInAnyOrder("applied", "rejected", "applied");
        clinic().get("/fhir/PractitionerRole/" + id).expect(200);
        clinic().get("/fhir/PractitionerRole/bad" + id).expect(404);
    }

    @Test
    void aBatchAboutNoPatient_isAMessageForEachEntryAndChangesNothingAgain() {
        var id = "s" + Stay.unique();
        var batch = new Bundle().setType(BundleType.BATCH);
        put(batch, practitioner("a" + id));
        put(batch, role(id, "a" + id));
        clinic().post("/fhir", batch).expect(200);
        var again = clinic().post("/fhir", batch).expect(200).as(Bundle.class);

        assertThat(again.getEntry())
                .extracting(entry -> entry.getResponse().getStatus().substring(0, 3))
                .containsExactly("200", "200");
        assertThat(journal().subList(0, 4))
                .allSatisfy(row -> assertThat(hub().journal()
                                .detail(row.path("id").asText())
                                .path("raw")
                                .asText())
                        .contains("a" + id));
        assertThat(clinic().get("/fhir/PractitionerRole/" + id)
                        .expect(200)
                        .as(PractitionerRole.class)
                        .getMeta()
                        .getVersionId())
                .isEqualTo("1");
    }

    private static Practitioner practitioner(String id) {
        var practitioner = new Practitioner();
        practitioner.setId(id);
        practitioner.addName().setFamily("Heron");
        return practitioner;
    }

    private static PractitionerRole role(String id, String practitioner) {
        var role = new PractitionerRole();
        role.setId(id);
        role.setPractitioner(new Reference("Practitioner/" + practitioner));
        return role;
    }

    /** R4-01. */
    @Test
    void anUnresolvableReference_isRefusedWithItsPlaceAndJournalled() {
        var id = "s" + Stay.unique();
        var bundle = put(put(transaction(), patient(id)), observation(id, "Patient/nobody-" + id, 70));
        var answer = clinic().post("/fhir", bundle);

        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.as(OperationOutcome.class).getIssueFirstRep().getDiagnostics())
                .contains("Bundle.entry[1]", "nobody-" + id);
        clinic().get("/fhir/Patient/" + id).expect(404);
        var row = journal().get(0);
        assertThat(row.path("state").asText()).isEqualTo("rejected");
        assertThat(row.path("reason").asText()).contains("Bundle.entry[1]");
    }

    /** R4-15. */
    @Test
    void malformedJson_isRefusedAndJournalled() {
        var body = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + Stay.unique();
        var answer =
                clinic().send("POST", "/fhir", "application/fhir+json", body).expect(400);

        assertThat(answer.body()).contains("OperationOutcome").doesNotContain("\tat ");
        var row = journal().get(0);
        assertThat(row.path("state").asText()).isEqualTo("rejected");
        assertThat(hub().journal().detail(row.path("id").asText()).path("raw").asText())
                .isEqualTo(body);
    }

    /** R4-09: a visit and its diagnosis name each other, as they commonly do. */
    @Test
    void whatNamesEachOther_canBeDeletedAndSentAgain() {
        var id = "s" + Stay.unique();
        clinic().post("/fhir", visitAndDiagnosis(id)).expect(200);
        var undiagnosed = (Encounter) visitAndDiagnosis(id).getEntry().get(1).getResource();
        clinic().put("/fhir/Encounter/" + id, undiagnosed.setDiagnosis(List.of()))
                .expect(200);
        assertThat(clinic().delete("/fhir/Condition/" + id).status()).isBetween(200, 204);
        assertThat(clinic().delete("/fhir/Encounter/" + id).status()).isBetween(200, 204);
        clinic().get("/fhir/Encounter/" + id).expect(410);

        clinic().post("/fhir", visitAndDiagnosis(id)).expect(200);

        var visit = clinic().get("/fhir/Encounter/" + id).expect(200).as(Encounter.class);
        assertThat(visit.getMeta().getVersionId()).isEqualTo("4");
        clinic().get("/fhir/Condition/" + id).expect(200);
        assertThat(hub().reader().search(Encounter.class, "diagnosis:Condition.identifier=" + SYSTEM + "%7C" + id))
                .hasSize(1);
    }

    private static Bundle visitAndDiagnosis(String id) {
        var visit = new Encounter();
        visit.setId(id);
        visit.setStatus(Encounter.EncounterStatus.FINISHED);
        visit.setClass_(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", null));
        visit.setSubject(new Reference("Patient/" + id));
        visit.addDiagnosis().setCondition(new Reference("Condition/" + id));
        var diagnosis = new Condition();
        diagnosis.setId(id);
        diagnosis.addIdentifier().setSystem(SYSTEM).setValue(id);
        diagnosis.setSubject(new Reference("Patient/" + id));
        diagnosis.setEncounter(new Reference("Encounter/" + id));
        return put(put(put(transaction(), patient(id)), visit), diagnosis);
    }

    /** R4-09. */
    @Test
    void whatWasDeleted_isGone() {
        var id = "s" + Stay.unique();
        clinic().post("/fhir", put(put(transaction(), patient(id)), observation(id, "Patient/" + id, 70)))
                .expect(200);
        assertThat(clinic().delete("/fhir/Observation/" + id).status()).isIn(200, 204);

        clinic().get("/fhir/Observation/" + id).expect(410);
        clinic().get("/fhir/Observation/" + id + "/_history/1").expect(200);
        assertThat(hub().reader().search(Observation.class, Face.identifier(SYSTEM, id)))
                .isEmpty();
        clinic().put("/fhir/Observation/" + id, observation(id, "Patient/" + id, 71));
        clinic().get("/fhir/Observation/" + id).expect(200);
    }

    /** R4-08. */
    @Test
    void aStaleIfMatch_changesNothing() {
        var id = "s" + Stay.unique();
        clinic().put("/fhir/Patient/" + id, patient(id)).expect(201);
        clinic().put("/fhir/Observation/" + id, observation(id, "Patient/" + id, 70))
                .expect(201);
        clinic().put("/fhir/Observation/" + id, observation(id, "Patient/" + id, 71), "If-Match", "W/\"1\"")
                .expect(200);
        clinic().put("/fhir/Observation/" + id, observation(id, "Patient/" + id, 72), "If-Match", "W/\"1\"")
                .expect(412);

        assertThat(stored(id).getValueQuantity().getValue().intValue()).isEqualTo(71);
    }

    @Test
    void everySubmission_isInTheJournalWithWhatItProduced() {
        var id = "s" + Stay.unique();
        clinic().post("/fhir", put(put(transaction(), patient(id)), observation(id, "Patient/" + id, 70)))
                .expect(200);
        var detail = hub().journal().detail(journal().get(0).path("id").asText());

        assertThat(detail.path("state").asText()).isEqualTo("applied");
        assertThat(detail.path("raw").asText()).contains(id);
        assertThat(detail.path("produced").findValuesAsText("reference"))
                .contains("Observation/" + stored(id).getIdElement().getIdPart());
    }

    /** IH-05: a source resolves duplicates among its own; what another one sent it cannot take over, though it knows the hub's id. */
    @Test
    void aPatient_isNotReplacedByOneOfAnotherSource() {
        var id = "s" + Stay.unique();
        var foreign = "s" + Stay.unique();
        clinic().put("/fhir/Patient/" + id, patient(id)).expect(201);
        hub().source("practice")
                .put("/fhir/Patient/" + foreign, patient(foreign))
                .expect(201);
        var duplicate = patient(id);
        duplicate.setActive(false);
        duplicate
                .addLink()
                .setType(Patient.LinkType.REPLACEDBY)
                .setOther(new Reference("Patient/" + DeterministicId.of("practice", "Patient", foreign)));

        var refused = clinic().put("/fhir/Patient/" + id, duplicate).expect(422).as(OperationOutcome.class);
        assertThat(refused.getIssueFirstRep().getDiagnostics()).contains("nothing that you sent");
        assertThat(clinic().get("/fhir/Patient/" + id)
                        .expect(200)
                        .as(Patient.class)
                        .hasActive())
                .isFalse();
    }

    @Test
    void aMessageThatTheHubDoesNotTake_isInTheJournalAsRejected() {
        var before = rejectedMessages();
        clinic().post("/fhir/$process-message", new Bundle().setType(BundleType.MESSAGE))
                .expect(422);
        assertThat(rejectedMessages()).isEqualTo(before + 1);
    }

    private long rejectedMessages() {
        return journal().stream()
                .filter(message -> message.path("trigger").asText().equals("POST $process-message"))
                .filter(message -> message.path("state").asText().equals("rejected"))
                .count();
    }

    @Test
    void aTypeWithALongName_isStoredAndDeleted() {
        var id = "s" + Stay.unique();
        var resource = new ImmunizationRecommendation();
        resource.setId(id);
        resource.setDate(new Date(0));
        clinic().put("/fhir/ImmunizationRecommendation/" + id, resource).expect(201);
        assertThat(clinic().delete("/fhir/ImmunizationRecommendation/" + id).status())
                .isBetween(200, 204);
    }
}
