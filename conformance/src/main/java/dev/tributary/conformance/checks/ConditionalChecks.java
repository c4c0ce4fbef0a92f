package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.FhirClient;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;

/** Conditional create and update: https://hl7.org/fhir/R4/http.html#ccreate. */
final class ConditionalChecks {
    private static final int PARALLEL = 50;

    private ConditionalChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.CORE, "core.conditional-create", "If-None-Exist creates once and never a new version")
                        .proves("R4-04")
                        .needs(Need.CONDITIONAL_CREATE)
                        .by(ConditionalChecks::create),
                check(Group.CORE, "core.conditional-create-bundle", "request.ifNoneExist creates once in a transaction")
                        .proves("R4-04")
                        .needs(Need.CONDITIONAL_CREATE)
                        .by(ConditionalChecks::createInTransaction),
                check(Group.CORE, "core.conditional-create-race", "50 parallel If-None-Exist give one resource")
                        .proves("R4-04")
                        .needs(Need.CONDITIONAL_CREATE)
                        .by(ConditionalChecks::race),
                check(Group.CORE, "core.conditional-update", "PUT [type]?query creates with no match, updates one")
                        .proves("R4-05")
                        .needs(Need.CONDITIONAL_UPDATE)
                        .by(ConditionalChecks::update),
                check(Group.CORE, "core.conditional-update-id", "Conditional update with another id in the body is 400")
                        .proves("R4-05")
                        .needs(Need.CONDITIONAL_UPDATE)
                        .by(ConditionalChecks::updateWithAnotherId));
    }

    private static String query(String identifier) {
        return "identifier=" + FhirClient.encode(Samples.SYSTEM + "|" + identifier);
    }

    private static Answer createIfNone(Scene scene, Patient patient, String identifier) {
        return scene.writer()
                .request("POST", "Patient")
                .header("If-None-Exist", query(identifier))
                .body(patient)
                .send();
    }

    private static void create(Scene scene) {
        Patient patient = scene.samples().patient();
        String identifier = patient.getIdElement().getIdPart();
        patient.setId((String) null);
        Answer first = createIfNone(scene, patient, identifier).expect(201);
        Answer second = createIfNone(scene, patient, identifier).expect(200);
        Expect.equal("id of the second answer", first.id(), second.id());
        Patient stored = scene.writer().get("Patient/" + first.id()).expect(200).as(Patient.class);
        Expect.equal("version after the second create", "1", stored.getMeta().getVersionId());
    }

    private static void createInTransaction(Scene scene) {
        Patient patient = scene.samples().patient();
        String identifier = patient.getIdElement().getIdPart();
        for (String expected : List.of("201", "200")) {
            Bundle bundle = Samples.transaction();
            scene.samples().post(bundle, patient);
            bundle.getEntryFirstRep().getRequest().setIfNoneExist(query(identifier));
            String status = scene.writer()
                    .submit(bundle)
                    .expect(200)
                    .as(Bundle.class)
                    .getEntryFirstRep()
                    .getResponse()
                    .getStatus();
            Expect.that(
                    status != null && status.startsWith(expected),
                    "response.status: expected " + expected + ", got " + status);
        }
    }

    /** Losers of the race may be told 409 or 412 and try again; what counts is that one resource is left. */
    private static void race(Scene scene) throws Exception {
        Patient patient = scene.samples().patient();
        String identifier = patient.getIdElement().getIdPart();
        patient.setId((String) null);
        List<Answer> answers = inParallel(() -> createIfNone(scene, patient, identifier));
        Set<String> ids = new TreeSet<>();
        long created = 0;
        for (Answer answer : answers) {
            answer.expect(200, 201, 409, 412);
            if (answer.status() < 300) {
                ids.add(answer.id());
            }
            created += answer.status() == 201 ? 1 : 0;
        }
        Expect.size("ids in " + PARALLEL + " answers", 1, ids);
        Expect.equal("answers 201", 1L, created);
        scene.reader().one(Patient.class, "Patient?" + query(identifier));
    }

    private static List<Answer> inParallel(Callable<Answer> request) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Callable<Answer>> requests = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                requests.add(request);
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> future : threads.invokeAll(requests)) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void update(Scene scene) {
        Patient patient = scene.samples().patient();
        String identifier = patient.getIdElement().getIdPart();
        patient.setId((String) null);
        Answer created = conditionalUpdate(scene, patient, identifier).expect(201);
        patient.setActive(true);
        Answer updated = conditionalUpdate(scene, patient, identifier).expect(200);
        Patient stored =
                scene.writer().get("Patient/" + created.id()).expect(200).as(Patient.class);
        Expect.that(stored.getActive(), "the second conditional update has not changed the resource");
        Expect.equal("id of the second answer", created.id(), updated.id());
    }

    private static void updateWithAnotherId(Scene scene) {
        Patient patient = scene.samples().patient();
        String identifier = patient.getIdElement().getIdPart();
        scene.writer().put(patient).expect(200, 201);
        patient.setId("another" + scene.unique());
        conditionalUpdate(scene, patient, identifier).expectOutcome(400, 422);
    }

    private static Answer conditionalUpdate(Scene scene, Patient patient, String identifier) {
        return scene.writer()
                .request("PUT", "Patient?" + query(identifier))
                .body(patient)
                .send();
    }
}
