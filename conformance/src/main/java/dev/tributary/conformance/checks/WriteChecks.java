package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.FhirClient;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;

/** Create, transaction and batch: https://hl7.org/fhir/R4/http.html#transaction. */
final class WriteChecks {
    private WriteChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.CORE, "core.create", "Create answers 201 with Location [base]/Type/id/_history/vid")
                        .proves("R4-10")
                        .by(WriteChecks::create),
                check(Group.CORE, "core.prefer", "Prefer return=minimal has no body, representation has the resource")
                        .proves("R4-10")
                        .by(WriteChecks::prefer),
                check(Group.CORE, "core.transaction-atomic", "One bad entry in a transaction: nothing is stored")
                        .proves("R4-01")
                        .by(WriteChecks::transactionIsAtomic),
                check(Group.CORE, "core.batch", "One bad entry in a batch leaves the others stored")
                        .proves("R4-02")
                        .by(WriteChecks::batchIsIndependent),
                check(Group.CORE, "core.urn-uuid", "urn:uuid references become the new ids, whatever the order")
                        .proves("R4-03")
                        .by(WriteChecks::references),
                check(
                                Group.CORE,
                                "core.transaction-response",
                                "A transaction-response has the entries' order and status")
                        .proves("R4-01", "R4-03")
                        .by(WriteChecks::response),
                check(Group.CORE, "core.conditional-reference", "A conditional reference resolves to exactly one")
                        .proves("R4-07")
                        .by(WriteChecks::conditionalReference));
    }

    private static void create(Scene scene) {
        Patient patient = scene.samples().patient();
        patient.setId((String) null);
        Answer answer = scene.writer().create(patient).expect(201);
        String location = answer.expectHeader("Location");
        Expect.that(
                location.matches(".*/Patient/[A-Za-z0-9.\\-]{1,64}/_history/[A-Za-z0-9.\\-]+"),
                "Location: expected [base]/Patient/[id]/_history/[vid], got " + location);
        scene.writer().get("Patient/" + answer.id()).expect(200);
    }

    private static void prefer(Scene scene) {
        Answer minimal = scene.writer()
                .request("POST", "Patient")
                .header("Prefer", "return=minimal")
                .body(anonymous(scene))
                .send()
                .expect(201);
        Expect.that(minimal.body().length == 0, "Prefer: return=minimal was answered with a body");
        minimal.expectHeader("Location");
        scene.writer()
                .request("POST", "Patient")
                .header("Prefer", "return=representation")
                .body(anonymous(scene))
                .send()
                .expect(201)
                .as(Patient.class);
    }

    private static Patient anonymous(Scene scene) {
        Patient patient = scene.samples().patient();
        patient.setId((String) null);
        return patient;
    }

    private static void transactionIsAtomic(Scene scene) {
        Samples samples = scene.samples();
        Patient first = samples.patient();
        Patient last = samples.patient();
        Observation bad = samples.observation("Patient?identifier=" + Samples.SYSTEM + "%7C" + scene.unique());
        Bundle bundle = Samples.transaction();
        Samples.put(bundle, first);
        samples.post(bundle, bad);
        Samples.put(bundle, last);
        Answer answer = scene.writer().submit(bundle);
        Expect.that(answer.status() >= 400, "a transaction with a bad entry was answered " + answer.status());
        answer.expectOutcome(answer.status());
        for (Patient patient : List.of(first, last)) {
            scene.writer().get(Samples.path(patient)).expect(404);
            Answer history = scene.writer().get(Samples.path(patient) + "/_history");
            Expect.that(
                    history.status() != 200
                            || history.as(Bundle.class).getEntry().isEmpty(),
                    history.request() + ": a rolled back resource has a history");
            nobodyFinds(scene, patient);
        }
    }

    private static void nobodyFinds(Scene scene, Patient patient) {
        String search = Samples.byIdentifier("Patient", patient.getIdElement().getIdPart());
        Expect.size(search, 0, scene.reader().all(search, Patient.class));
    }

    private static void batchIsIndependent(Scene scene) {
        Samples samples = scene.samples();
        Patient existing = samples.patient();
        scene.writer().put(existing).expect(200, 201);
        Patient first = samples.patient();
        Patient last = samples.patient();
        Bundle bundle = Samples.batch();
        Samples.put(bundle, first);
        Samples.put(bundle, existing);
        bundle.getEntry().get(1).getRequest().setIfMatch("W/\"77\"");
        Samples.put(bundle, last);
        Bundle response = scene.writer().submit(bundle).expect(200).as(Bundle.class);
        Expect.equal("type of the answer", Bundle.BundleType.BATCHRESPONSE, response.getType());
        Expect.size("entries of the answer", 3, response.getEntry());
        expectStatus(response, 0, "20");
        expectStatus(response, 1, "4");
        expectStatus(response, 2, "20");
        scene.writer().get(Samples.path(first)).expect(200);
        scene.writer().get(Samples.path(last)).expect(200);
    }

    private static void expectStatus(Bundle response, int entry, String prefix) {
        String status = response.getEntry().get(entry).getResponse().getStatus();
        Expect.that(
                status != null && status.startsWith(prefix),
                "entry " + entry + ": expected status " + prefix + "…, got " + status);
    }

    private static void references(Scene scene) {
        Samples samples = scene.samples();
        Bundle bundle = Samples.transaction();
        Patient patient = samples.patient();
        String patientId = patient.getIdElement().getIdPart();
        Observation observation = samples.observation("Patient/replaced-below");
        String observationId = observation.getIdElement().getIdPart();
        samples.post(bundle, observation);
        String fullUrl = samples.post(bundle, patient);
        observation.getSubject().setReference(fullUrl);
        scene.writer().submit(bundle).expect(200);
        Observation stored = findObservation(scene.reader(), observationId);
        String subject = stored.getSubject().getReference();
        Expect.that(subject.startsWith("Patient/"), "subject: expected Patient/[id], got " + subject);
        Patient found = scene.reader().get(subject).expect(200).as(Patient.class);
        Expect.that(
                found.getIdentifier().stream().anyMatch(i -> patientId.equals(i.getValue())),
                subject + " is not the Patient of the same transaction");
    }

    private static Observation findObservation(FhirClient reader, String identifier) {
        return reader.one(Observation.class, Samples.byIdentifier("Observation", identifier));
    }

    private static void response(Scene scene) {
        Samples samples = scene.samples();
        Patient patient = samples.patient();
        Bundle bundle = Samples.transaction();
        Samples.put(bundle, samples.observation(Samples.path(patient)));
        Samples.put(bundle, patient);
        Bundle response = scene.writer().submit(bundle).expect(200).as(Bundle.class);
        Expect.equal("type of the answer", Bundle.BundleType.TRANSACTIONRESPONSE, response.getType());
        Expect.size("entries of the answer", 2, response.getEntry());
        expectStatus(response, 0, "201");
        expectStatus(response, 1, "201");
        String location = response.getEntry().get(0).getResponse().getLocation();
        Expect.that(
                location != null && location.contains("Observation/"),
                "entry 0: expected the location of the Observation, got " + location);
    }

    private static void conditionalReference(Scene scene) {
        Samples samples = scene.samples();
        Patient patient = samples.patient();
        String identifier = patient.getIdElement().getIdPart();
        scene.writer().put(patient).expect(200, 201);
        Observation good =
                samples.observation("Patient?identifier=" + FhirClient.encode(Samples.SYSTEM + "|" + identifier));
        String goodId = good.getIdElement().getIdPart();
        Bundle bundle = Samples.transaction();
        samples.post(bundle, good);
        scene.writer().submit(bundle).expect(200);
        Observation stored = findObservation(scene.reader(), goodId);
        Expect.that(
                stored.getSubject().getReference().startsWith("Patient/"),
                "subject: expected Patient/[id], got " + stored.getSubject().getReference());

        Bundle unresolvable = Samples.transaction();
        samples.post(
                unresolvable, samples.observation("Patient?identifier=" + Samples.SYSTEM + "%7C" + scene.unique()));
        Answer answer = scene.writer().submit(unresolvable);
        Expect.that(answer.status() / 100 == 4, "a conditional reference without a match: got " + answer.summary());
        Expect.that(Fhir.json(unresolvable).contains("Patient?"), "the sample lost its conditional reference");
    }
}
