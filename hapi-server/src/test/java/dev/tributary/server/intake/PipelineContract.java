package dev.tributary.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.JournalView;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** From the wire to the record and the event, on one database. */
abstract class PipelineContract {

    abstract HubUnderTest hub();

    private JsonNode send(V2 message) {
        assertThat(hub().source("hospital").hl7v2(message).expect(200).body())
                .contains("MSA|AA|" + message.controlId());
        return hub().journal().settle(message);
    }

    private Encounter encounter(Stay stay) {
        return hub().reader().one(Encounter.class, Face.identifier(Stay.VISIT, stay.visit()));
    }

    private List<EncounterStatus> statuses(Encounter encounter) {
        var id = encounter.getIdElement().getIdPart();
        var history = hub().reader()
                .get("/fhir/Encounter/" + id + "/_history?_count=50")
                .expect(200)
                .as(Bundle.class);
        var statuses = new ArrayList<EncounterStatus>();
        history.getEntry().forEach(entry -> statuses.add(0, ((Encounter) entry.getResource()).getStatus()));
        return statuses;
    }

    /** V2-06, V2-07. */
    @Test
    void aVisitOverMllp_hasItsVersionsAndEvents() {
        try (var line = hub().mllp()) {
            visit(message -> assertThat(line.send(message)).isEqualTo("AA"));
        }
    }

    @Test
    void aVisitOverHttp_hasItsVersionsAndEvents() {
        visit(message -> hub().source("hospital").hl7v2(message).expect(200));
    }

    private void visit(Consumer<V2> sender) {
        var stay = Stay.ofSomebody();
        var messages = new V2[] {
            stay.adt("A01", "202401010800", "WEST"),
            stay.adt("A02", "202401011200", "EAST"),
            stay.attendedBy("77^Hale^Iris", "A08", "202401011300", "EAST"),
            stay.discharge("202401020900", "EAST"),
            stay.adt("A13", "202401021000", "EAST")
        };
        for (var message : messages) {
            sender.accept(message);
        }
        var details = hub().journal().settled(messages);
        assertThat(details)
                .allSatisfy(detail -> assertThat(detail.path("state").asText()).isEqualTo("applied"));
        assertThat(details)
                .extracting(JournalView::kinds)
                .containsExactly(
                        List.of("encounter-start", "admission"),
                        List.of("transfer"),
                        List.of(),
                        List.of("discharge"),
                        List.of("encounter-corrected"));
        var reopened = encounter(stay);
        assertThat(reopened.getPeriod().hasEnd()).isFalse();
        assertThat(reopened.getHospitalization().hasDischargeDisposition()).isFalse();
        assertThat(statuses(reopened))
                .containsExactly(
                        EncounterStatus.INPROGRESS,
                        EncounterStatus.INPROGRESS,
                        EncounterStatus.INPROGRESS,
                        EncounterStatus.FINISHED,
                        EncounterStatus.INPROGRESS);
    }

    /** V2-04. */
    @Test
    void aLateAdmission_doesNotReopenTheStay() {
        var stay = Stay.ofSomebody();
        send(stay.discharge("202401020900", "WEST"));
        var late = send(stay.adt("A01", "202401010800", "WEST"));

        assertThat(late.path("state").asText()).isEqualTo("applied");
        assertThat(JournalView.outcome(late, "Encounter")).isEqualTo("late");
        assertThat(late.path("issues").toString()).contains("older than what is known");
        assertThat(JournalView.kinds(late)).isEmpty();
        assertThat(encounter(stay).getStatus()).isEqualTo(EncounterStatus.FINISHED);
    }

    /** V2-04. */
    @Test
    void theSameMessageAgain_isAcknowledgedAndAppliedOnce() {
        var stay = Stay.ofSomebody();
        var admission = stay.adt("A01", "202401010800", "WEST");
        send(admission);
        try (var line = hub().mllp()) {
            assertThat(line.send(admission)).isEqualTo("AA");
        }

        var rows = hub().journal().list("source=hospital&_count=500").stream()
                .filter(row -> row.path("controlId").asText().equals(admission.controlId()))
                .toList();
        assertThat(rows)
                .singleElement()
                .satisfies(row -> assertThat(row.path("duplicates").asInt()).isEqualTo(1));
        assertThat(encounter(stay).getMeta().getVersionId()).isEqualTo("1");
    }

    @Test
    void anotherMessageWithTheSameControlId_isNoDuplicate() {
        var stay = Stay.ofSomebody();
        var admission = stay.adt("A01", "202401010800", "WEST");
        send(admission);
        var other = new V2(
                admission.controlId(),
                stay.discharge("202401020900", "WEST")
                        .text()
                        .replaceFirst("\\|T[0-9a-f]{15}\\|", "|" + admission.controlId() + "|"));
        hub().source("hospital").hl7v2(other).expect(200);
        hub().journal().settle(other);

        assertThat(encounter(stay).getStatus()).isEqualTo(EncounterStatus.FINISHED);
    }

    @Test
    void anUnsupportedTrigger_isKeptAndCounted() {
        var kept = send(Stay.ofSomebody().adt("Z99", "202401010800", "WEST"));

        assertThat(kept.path("state").asText()).isEqualTo("unsupported");
        assertThat(kept.path("reason").asText()).contains("Z99");
        var summary = hub().operator().get("/intake/summary").expect(200).json();
        assertThat(summary.path("sources")).anySatisfy(source -> {
            assertThat(source.path("source").asText()).isEqualTo("hospital");
            assertThat(source.path("states").path("unsupported").asInt()).isPositive();
        });
    }

    /** V2-02: nothing is refused in silence, however large. */
    @Test
    void aMessageThatIsTooLarge_isRefusedAndInTheJournal() {
        var stay = Stay.ofSomebody();
        var small = stay.adt("A01", "202401010800", "WEST");
        var large = new V2(small.controlId(), small.text() + "ZZZ|" + "x".repeat(33 << 20));
        try (var line = hub().mllp()) {
            assertThat(line.send(large)).isEqualTo("AR");
            assertThat(line.send(stay.adt("A01", "202401010900", "WEST"))).isEqualTo("AA");
        }

        assertThat(hub().journal().list("source=hospital&state=rejected&_count=500"))
                .filteredOn(row -> row.path("controlId").asText().equals(large.controlId()))
                .singleElement()
                .satisfies(row -> assertThat(row.path("reason").asText()).contains("larger than", "max-message"));
    }

    @Test
    void theJournal_showsRawTextIssuesAndProducedResources() {
        var stay = Stay.ofSomebody();
        var admission = stay.adt("A01", "202401010800", "WEST");
        var odd = new V2(admission.controlId(), admission.text() + "ZZZ|1|something\r");
        var detail = send(odd);

        assertThat(detail.path("raw").asText()).isEqualTo(odd.text());
        assertThat(detail.path("issues").findValuesAsText("path")).anyMatch(path -> path.startsWith("ZZZ"));
        assertThat(detail.path("produced").findValuesAsText("reference"))
                .contains("Encounter/" + encounter(stay).getIdElement().getIdPart());
        assertThat(JournalView.outcome(detail, "Encounter")).isEqualTo("created");
    }

    @Test
    void aMessageThatTheHubFailedOn_isParkedAndAppliedByReplay() {
        var one = Stay.ofSomebody();
        var two = Stay.ofSomebody();
        var three = Stay.ofSomebody();
        var first = one.adt("A01", "202401010800", "WEST");
        var second = two.adt("A01", "202401010800", "WEST");
        var third = three.adt("A01", "202401010800", "WEST");
        var database = hub().part(JdbcTemplate.class);
        List<JsonNode> parked;
        database.execute("alter table hub.patient_link rename to patient_link_away");
        try {
            for (var message : List.of(first, second, third)) {
                hub().source("hospital").hl7v2(message).expect(200);
            }
            parked = hub().journal().settled(first, second, third);
        } finally {
            database.execute("alter table hub.patient_link_away rename to patient_link");
        }
        assertThat(parked).allSatisfy(detail -> {
            assertThat(detail.path("state").asText()).isEqualTo("failed");
            assertThat(detail.path("reason").asText()).isNotBlank().doesNotContain(one.family());
        });

        hub().operator()
                .post("/intake/messages/" + parked.get(0).path("id").asText() + "/$replay")
                .expect(202);
        assertThat(hub().journal().settle(first).path("state").asText()).isEqualTo("applied");
        assertThat(hub().journal()
                        .detail(parked.get(1).path("id").asText())
                        .path("state")
                        .asText())
                .isEqualTo("failed");

        var replayed = hub().operator()
                .post("/intake/$replay?source=hospital&state=failed&trigger=ADT%5EA01")
                .expect(202)
                .json();
        assertThat(replayed.path("replayed").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(hub().journal().settled(second, third))
                .allSatisfy(detail -> assertThat(detail.path("state").asText()).isEqualTo("applied"));
        assertThat(encounter(three).getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
    }

    @Test
    void replayOfAnAppliedMessage_changesNothing() {
        var stay = Stay.ofSomebody();
        var admission = stay.adt("A01", "202401010800", "WEST");
        var applied = send(admission);
        hub().operator()
                .post("/intake/messages/" + applied.path("id").asText() + "/$replay")
                .expect(202);
        var again = hub().journal().settle(admission);

        assertThat(again.path("attempts").asInt()).isEqualTo(2);
        assertThat(again.path("produced")).isEqualTo(applied.path("produced"));
        assertThat(again.path("events")).hasSize(2);
        assertThat(encounter(stay).getMeta().getVersionId()).isEqualTo("1");
    }

    /** V2-10. */
    @Test
    void aCorrectedResult_updatesTheSameObservation() {
        var stay = Stay.ofSomebody();
        var filler = "F" + Stay.unique();
        var first = produced(send(stay.result("202401011000", filler, "182", "F")), "Observation");
        var second = produced(send(stay.result("202401011100", filler, "128", "C")), "Observation");

        assertThat(second).isEqualTo(first);
        var corrected = hub().reader().get("/fhir/" + first).expect(200).as(Observation.class);
        assertThat(corrected.getMeta().getVersionId()).isEqualTo("2");
        assertThat(corrected.getStatus()).isEqualTo(Observation.ObservationStatus.CORRECTED);
        assertThat(corrected.getValueQuantity().getValue().intValue()).isEqualTo(128);
    }

    private static String produced(JsonNode detail, String type) {
        return detail.path("produced").findValuesAsText("reference").stream()
                .filter(reference -> reference.startsWith(type + "/"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aResultBeforeAnyAdt_waitsForNobodyAndTheAdmissionStillStartsTheStay() {
        var stay = Stay.ofSomebody();
        var result = send(stay.result("202401011000", "F" + Stay.unique(), "99", "F"));
        assertThat(result.path("state").asText()).isEqualTo("applied");
        assertThat(JournalView.kinds(result)).containsExactly("result-new");

        var admission = send(stay.adt("A01", "202401010800", "WEST"));
        assertThat(JournalView.kinds(admission)).containsExactly("encounter-start", "admission");
        assertThat(encounter(stay).getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
    }

    @Test
    void aResult_doesNotMakeAnEarlierMovementLate() {
        var stay = Stay.ofSomebody();
        send(stay.adt("A01", "202401010800", "WEST"));
        send(stay.result("202401011200", "F" + Stay.unique(), "99", "F"));
        var transfer = send(stay.adt("A02", "202401011000", "EAST"));

        assertThat(JournalView.outcome(transfer, "Encounter")).isEqualTo("updated");
        assertThat(JournalView.kinds(transfer)).containsExactly("transfer");
    }

    /** The lane: whoever carries them, one patient's messages apply in the order of their arrival. */
    @Test
    void eightConnections_keepTheOrderOfEach() throws Exception {
        var patient = Stay.ofSomebody();
        var threads = Executors.newFixedThreadPool(8);
        try {
            var senders = new ArrayList<Callable<V2[]>>();
            for (var i = 0; i < 8; i++) {
                var stay = patient.withVisit("V" + Stay.unique());
                senders.add(() -> course(stay));
            }
            for (var sent : threads.invokeAll(senders)) {
                assertThat(hub().journal().settled(sent.get()))
                        .allSatisfy(detail -> assertThat(JournalView.outcome(detail, "Encounter"))
                                .isIn("created", "updated"));
            }
        } finally {
            threads.shutdownNow();
        }
        var stays = hub().reader().search(Encounter.class, "subject.identifier=" + patient.mrn());
        assertThat(stays).hasSize(8).allSatisfy(stay -> {
            assertThat(stay.getStatus()).isEqualTo(EncounterStatus.FINISHED);
            assertThat(stay.getMeta().getVersionId()).isEqualTo("8");
        });
    }

    private V2[] course(Stay stay) {
        var messages = new V2[8];
        messages[0] = stay.adt("A01", "202401010800", "WARD0");
        for (var i = 1; i < 7; i++) {
            messages[i] = stay.adt("A02", "20240101090" + i, "WARD" + i);
        }
        messages[7] = stay.discharge("202401020900", "WARD6");
        try (var line = hub().mllp()) {
            for (var message : messages) {
                assertThat(line.send(message)).isEqualTo("AA");
            }
        }
        return messages;
    }
}
