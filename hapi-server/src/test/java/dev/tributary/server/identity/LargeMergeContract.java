package dev.tributary.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.identity.Stewardship.Decider;
import dev.tributary.server.identity.Stewardship.Outcome;
import dev.tributary.server.storage.StoringTransaction;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Merges and splits of more resources than one transaction takes (20 in these hubs), on one database. MG-02, MG-05. */
abstract class LargeMergeContract {

    private static final String CLINIC = "https://clinic.example/patient";
    /** With both persons and their records they fit one page of $everything. */
    private static final int RESULTS = 22;

    abstract HubUnderTest hub();

    private Face steward() {
        return hub().as("test-steward", "steward");
    }

    private String number() {
        var number = "L" + Stay.unique();
        var patient = new Patient();
        patient.addIdentifier().setSystem(CLINIC).setValue(number);
        patient.setId(number);
        hub().source("clinic").put("/fhir/Patient/" + number, patient).expect(201);
        return number;
    }

    private String person(String number) {
        return hub().reader()
                .one(Patient.class, Face.identifier(CLINIC, number))
                .getIdElement()
                .getIdPart();
    }

    private void results(String number) {
        var bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        for (var i = 0; i < RESULTS; i++) {
            var result = new Observation().setStatus(Observation.ObservationStatus.FINAL);
            result.getCode().setText("Result " + i);
            result.setSubject(new Reference("Patient/" + number));
            result.addIdentifier().setSystem("urn:result").setValue(number + "-" + i);
            bundle.addEntry()
                    .setResource(result)
                    .getRequest()
                    .setMethod(Bundle.HTTPVerb.PUT)
                    .setUrl("Observation/" + number + "-" + i);
        }
        hub().source("clinic").post("/fhir", bundle).expect(200);
    }

    /** What refers to a person, by id, without what the server says of it. */
    private Map<String, String> resultsOf(String query) {
        var found = new TreeMap<String, String>();
        for (var result : hub().reader().search(Observation.class, query + "&_count=50")) {
            result.getMeta().setVersionId(null).setLastUpdated(null);
            var id = result.getIdElement().getIdPart();
            result.setId(id);
            found.put(id, FhirContext.forR4Cached().newJsonParser().encodeResourceToString(result));
        }
        return found;
    }

    private void requireBothSeeAll(String from, String to, String number, int results) {
        for (var query : List.of(
                "subject=Patient/" + from, "patient=" + to, "subject:Patient.identifier=" + CLINIC + "%7C" + number)) {
            assertThat(resultsOf(query)).as(query).hasSize(results);
        }
        // Moved first, and not yet.
        for (var result : List.of(number + "-0", number + "-" + (RESULTS - 1))) {
            assertThat(hub().reader().search(Patient.class, "_has:Observation:subject:identifier=" + result))
                    .as(result)
                    .extracting(person -> person.getIdElement().getIdPart())
                    .containsExactlyInAnyOrder(from, to);
        }
        var everything = hub().reader()
                .get("/fhir/Patient/" + to + "/$everything?_count=200")
                .expect(200)
                .as(Bundle.class);
        assertThat(everything.getEntry().stream().filter(entry -> entry.getResource() instanceof Observation))
                .hasSize(results);
    }

    private void awaitDone(Parameters answer) {
        var job = ((PrimitiveType<?>) answer.getParameterValue("job")).getValueAsString();
        var task = (Task) answer.getParameter("task").getResource();
        assertThat(task.getStatus()).isIn(TaskStatus.REQUESTED, TaskStatus.INPROGRESS, TaskStatus.COMPLETED);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "done"
                        .equals(steward()
                                .get(job)
                                .expect(200)
                                .json()
                                .path("state")
                                .asText()));
        assertThat(task(task.getIdElement().getIdPart())).isEqualTo(TaskStatus.COMPLETED);
    }

    /** MG-01. */
    private TaskStatus task(String id) {
        return steward().get("/fhir/Task/" + id).expect(200).as(Task.class).getStatus();
    }

    /** A job that a crash cut off after its first batch, before it had written down how far it was. */
    private UUID begunAndCutOff(Supplier<Outcome> decision) {
        var jdbc = hub().part(JdbcTemplate.class);
        var job = hub().part(StoringTransaction.class).run(() -> {
            var outcome = decision.get();
            var begun = UUID.fromString(String.valueOf(outcome.job()));
            jdbc.update(
                    "update hub.identity_job set owner = 'crashed', leased_until = ? where job_id = ?",
                    Timestamp.from(Instant.now().plusSeconds(3600)),
                    begun.toString());
            return begun;
        });
        var input = jdbc.queryForObject(
                "select input from hub.identity_job where job_id = ?", String.class, job.toString());
        var work = hub().part(Works.class)
                .apply(new JobTable.Claimed(job, Transfers.KIND, String.valueOf(input), 1, 0, ""));
        var page = work.page(hub().part(JobTable.class), "");
        assertThat(page).hasSize(20);
        work.look(page);
        return job;
    }

    @Test
    void merge_goesOnAfterACrash_isReadWholeMeanwhile_andIsUndone() {
        var goes = number();
        var stays = number();
        results(goes);
        var from = person(goes);
        var to = person(stays);
        var before = resultsOf("subject=Patient/" + from);
        assertThat(before).hasSize(RESULTS);

        var decider = new Decider("client:test-steward", null);
        var job = begunAndCutOff(() -> hub().part(Stewardship.class).merge(from, to, decider));

        assertThat(task(job.toString())).isEqualTo(TaskStatus.INPROGRESS);
        requireBothSeeAll(from, to, goes, RESULTS);
        var now = String.join("", resultsOf("subject=Patient/" + to).values());
        assertThat(now).contains("Patient/" + from).contains("Patient/" + to);
        steward().post("/fhir/Patient/" + to + "/$undo", new Parameters()).expect(422);

        goOn(job);

        assertThat(resultsOf("subject=Patient/" + from)).isEmpty();
        assertThat(resultsOf("subject=Patient/" + to)).hasSize(RESULTS);

        awaitDone(steward()
                .post("/fhir/Patient/" + to + "/$undo", new Parameters())
                .expect(200)
                .as(Parameters.class));

        assertThat(resultsOf("subject=Patient/" + to)).isEmpty();
        assertThat(resultsOf("subject=Patient/" + from)).isEqualTo(before);
        assertThat(person(goes)).isEqualTo(from);
        assertThat(person(stays)).isEqualTo(to);
    }

    /** MG-01: a Task says that its merge was given up; resumed, it is done after all. */
    @Test
    void merge_thatWasCutOffTooOften_failsInItsTaskUntilAnOperatorResumesIt() {
        var goes = number();
        results(goes);
        var from = person(goes);
        var to = person(number());
        var decider = new Decider("client:test-steward", null);
        var job = begunAndCutOff(() -> hub().part(Stewardship.class).merge(from, to, decider));
        hub().part(JdbcTemplate.class)
                .update(
                        "update hub.identity_job set attempts = 1000, leased_until = ? where job_id = ?",
                        Timestamp.from(Instant.now().minusSeconds(1)),
                        job.toString());
        hub().part(Jobs.class).takeUp();
        awaitState(job, "failed");

        var task = steward().get("/fhir/Task/" + job).expect(200).as(Task.class);
        assertThat(task.getStatus()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.getStatusReason().getText()).contains("/identity/jobs/" + job + "/$resume");
        requireBothSeeAll(from, to, goes, RESULTS);

        hub().operator().post("/identity/jobs/" + job + "/$resume").expect(202);
        awaitState(job, "done");
        assertThat(task(job.toString())).isEqualTo(TaskStatus.COMPLETED);
        assertThat(resultsOf("subject=Patient/" + to)).hasSize(RESULTS);
    }

    private void awaitState(UUID job, String state) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub().part(JobTable.class).find(job).orElseThrow().state(), state::equals);
    }

    private void goOn(UUID job) {
        expire(job);
        awaitState(job, "done");
        assertThat(task(job.toString())).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void split_takesEffectWhenAllHasMoved_isReadWholeMeanwhile_andIsUndone() {
        var goes = number();
        var stays = number();
        results(goes);
        results(stays);
        var from = person(goes);
        var to = person(stays);
        var before = resultsOf("subject=Patient/" + from);
        var sides = new Parameters();
        sides.addParameter().setName("source-patient").setValue(new Reference("Patient/" + from));
        sides.addParameter().setName("target-patient").setValue(new Reference("Patient/" + to));
        awaitDone(steward().post("/fhir/Patient/$merge", sides).expect(200).as(Parameters.class));
        assertThat(resultsOf("subject=Patient/" + to)).hasSize(2 * RESULTS);
        var record = record(goes);

        var decider = new Decider("client:test-steward", null);
        var job = begunAndCutOff(() -> hub().part(Stewardship.class).unlink(record, decider));
        assertThat(person(goes)).isEqualTo(to);
        requireBothSeeAll(from, to, goes, 2 * RESULTS);
        goOn(job);

        assertThat(person(goes)).isEqualTo(from);
        assertThat(resultsOf("subject=Patient/" + from)).isEqualTo(before);
        assertThat(resultsOf("subject=Patient/" + to)).hasSize(RESULTS);

        awaitDone(steward()
                .post("/fhir/Patient/" + from + "/$undo", new Parameters())
                .expect(200)
                .as(Parameters.class));

        assertThat(person(goes)).isEqualTo(to);
        assertThat(resultsOf("subject=Patient/" + from)).isEmpty();
        assertThat(resultsOf("subject=Patient/" + to)).hasSize(2 * RESULTS);

        linksOneRecord(record, person(number()), to);
        assertThat(resultsOf("subject=Patient/" + person(goes))).hasSize(RESULTS);
    }

    /** MG-01: a split that a message forestalled does not take effect; its Task says why, and nothing is lost. */
    @Test
    void split_thatAMessageForestalls_isRejectedInItsTask() {
        var goes = number();
        var stays = number();
        var elsewhere = number();
        results(goes);
        var to = person(stays);
        var sides = new Parameters();
        sides.addParameter().setName("source-patient").setValue(new Reference("Patient/" + person(goes)));
        sides.addParameter().setName("target-patient").setValue(new Reference("Patient/" + to));
        awaitDone(steward().post("/fhir/Patient/$merge", sides).expect(200).as(Parameters.class));
        var record = record(goes);
        var decider = new Decider("client:test-steward", null);
        var job = begunAndCutOff(() -> hub().part(Stewardship.class).unlink(record, decider));

        var duplicate = new Patient();
        duplicate.addIdentifier().setSystem(CLINIC).setValue(stays);
        duplicate.setActive(false);
        duplicate
                .addLink()
                .setType(Patient.LinkType.REPLACEDBY)
                .setOther(new Reference("Patient?" + Face.identifier(CLINIC, elsewhere)));
        hub().source("clinic")
                .put("/fhir/Patient?" + Face.identifier(CLINIC, stays), duplicate)
                .expect(200);
        expire(job);
        awaitState(job, "done");

        var task = steward().get("/fhir/Task/" + job).expect(200).as(Task.class);
        assertThat(task.getStatus()).isEqualTo(TaskStatus.REJECTED);
        assertThat(task.getStatusReason().getText()).isNotBlank();
        var heir = person(goes);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(resultsOf("subject=Patient/" + heir)).hasSize(RESULTS));
    }

    private void expire(UUID job) {
        hub().part(JdbcTemplate.class)
                .update(
                        "update hub.identity_job set leased_until = ? where job_id = ?",
                        Timestamp.from(Instant.now().minusSeconds(1)),
                        job.toString());
        hub().part(Jobs.class).takeUp();
    }

    private String record(String number) {
        return hub().reader()
                .one(
                        Patient.class,
                        Face.identifier(CLINIC, number) + "&_tag=https://tributary.dev/fhir/CodeSystem/record%7Csource")
                .getIdElement()
                .getIdPart();
    }

    /** One of several records of a person goes to another, with much that refers to it. */
    private void linksOneRecord(String record, String target, String leaving) {
        var parameters = new Parameters();
        parameters.addParameter().setName("target").setValue(new Reference("Patient/" + target));

        awaitDone(steward()
                .post("/fhir/Patient/" + record + "/$link", parameters)
                .expect(200)
                .as(Parameters.class));

        assertThat(resultsOf("subject=Patient/" + target)).hasSize(RESULTS);
        assertThat(resultsOf("subject=Patient/" + leaving)).hasSize(RESULTS);
    }
}
