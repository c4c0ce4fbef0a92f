package dev.tributary.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.JournalView;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import dev.tributary.server.notify.Inbox.Event;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the message to the subscriber, on one database. */
abstract class NotificationContract {

    private static final String TOPIC = "https://tributary.dev/fhir/SubscriptionTopic/";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Inbox inbox = new Inbox();
    private final String client = "subscriber-" + Stay.unique();

    abstract HubUnderTest hub();

    @AfterEach
    void close() {
        var all = subscriber().get("/fhir/Subscription").expect(200).as(Bundle.class);
        all.getEntry()
                .forEach(entry -> subscriber()
                        .delete("/fhir/Subscription/"
                                + entry.getResource().getIdElement().getIdPart()));
        inbox.close();
    }

    private Face subscriber() {
        return hub().as(client, "subscriber");
    }

    /** SB-02: active after the handshake. */
    private String subscribe(String topic, String... filters) {
        return subscribe(subscription(topic, filters));
    }

    private Subscription subscription(String topic, String... filters) {
        var subscription = new Subscription();
        subscription.setStatus(SubscriptionStatus.REQUESTED);
        subscription.setReason("contract");
        subscription.setCriteria(TOPIC + topic);
        for (var filter : filters) {
            subscription
                    .getCriteriaElement()
                    .addExtension(
                            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria",
                            new StringType(filter));
        }
        subscription
                .getChannel()
                .setType(Subscription.SubscriptionChannelType.RESTHOOK)
                .setEndpoint(inbox.endpoint())
                .setPayload("application/fhir+json");
        subscription
                .getChannel()
                .getPayloadElement()
                .addExtension(
                        "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content",
                        new CodeType("full-resource"));
        return subscription;
    }

    private String subscribe(Subscription subscription) {
        var created = subscriber()
                .post("/fhir/Subscription", subscription)
                .expect(201)
                .as(Subscription.class);
        assertThat(created.getStatus()).isEqualTo(SubscriptionStatus.REQUESTED);
        var id = created.getIdElement().getIdPart();
        await().atMost(SOON).until(() -> status(id) == SubscriptionStatus.ACTIVE);
        return id;
    }

    private SubscriptionStatus status(String id) {
        return subscriber()
                .get("/fhir/Subscription/" + id)
                .expect(200)
                .as(Subscription.class)
                .getStatus();
    }

    private JsonNode send(V2 message) {
        hub().source("hospital").hl7v2(message).expect(200);
        return hub().journal().settle(message);
    }

    private String focus(Stay stay) {
        return "Encounter/"
                + hub().reader()
                        .one(Encounter.class, Face.identifier(Stay.VISIT, stay.visit()))
                        .getIdElement()
                        .getIdPart();
    }

    private void awaitEvents(int count) {
        await().atMost(SOON).until(() -> inbox.events().size() >= count);
    }

    /** AL-07: the hub's own Locations tell the beds of one ward from those of another. */
    @Test
    void severalSubscriptionsOfATransaction_areEachWhatItSays() {
        var transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        for (var topic : List.of("admission", "discharge")) {
            transaction
                    .addEntry()
                    .setResource(subscription(topic))
                    .getRequest()
                    .setMethod(Bundle.HTTPVerb.POST)
                    .setUrl("Subscription");
        }
        var made = hub().as(client, "subscriber", "reader")
                .post("/fhir", transaction)
                .expect(200)
                .as(Bundle.class);
        var topics = made.getEntry().stream()
                .map(entry -> entry.getResponse().getLocation().split("/")[1])
                .map(id -> subscriber()
                        .get("/fhir/Subscription/" + id + "/$status")
                        .expect(200)
                        .as(Bundle.class))
                .map(answer -> (Parameters) answer.getEntryFirstRep().getResource())
                .map(status -> status.getParameter("topic").getValue().primitiveValue())
                .toList();
        assertThat(topics).containsExactly(TOPIC + "admission", TOPIC + "discharge");
    }

    @Test
    void aMoveBetweenBeds_isNoTransfer() {
        var stay = Stay.ofSomebody();
        send(stay.adt("A01", "202401010800", "WEST"));
        var bed = stay.adt("A02", "202401010900", "WEST");
        assertThat(send(new V2(bed.controlId(), bed.text().replace("WEST^1^1", "WEST^2^B")))
                        .get("events"))
                .isEmpty();
        var ward = send(stay.adt("A02", "202401011000", "EAST"));
        assertThat(ward.get("events"))
                .singleElement()
                .satisfies(event -> assertThat(event.get("kind").asText()).isEqualTo("transfer"));
    }

    /** MG-02: whoever follows a person by the old id is told of the merge, and of what happens afterwards. */
    @Test
    void aMergedPerson_isFollowedByTheOldId() {
        var gone = Stay.ofSomebody();
        var stays = Stay.ofSomebody();
        send(gone.adt("A01", "202401010800", "WEST"));
        send(stays.adt("A01", "202401010800", "WEST"));
        var old = person(gone);
        var heir = person(stays);
        subscribe("patient-merged", "Patient?_id=" + old);
        subscribe("discharge", "Encounter?patient=Patient/" + old);
        var sides = new Parameters();
        sides.addParameter().setName("source-patient").setValue(new Reference("Patient/" + old));
        sides.addParameter().setName("target-patient").setValue(new Reference("Patient/" + heir));

        hub().operator().post("/fhir/Patient/$merge", sides).expect(200);
        awaitEvents(1);
        send(stays.discharge("202401020800", "WEST"));
        awaitEvents(2);

        assertThat(inbox.events()).extracting(Event::focus).containsExactly("Patient/" + heir, focus(stays));
    }

    private String person(Stay stay) {
        return hub().reader()
                .one(Patient.class, Face.identifier(Stay.MRN, stay.mrn()))
                .getIdElement()
                .getIdPart();
    }

    /** The hub writes the handshake's outcome into what the client deletes or changes at that moment. */
    @Test
    void aSubscriptionThatIsEndedDuringItsHandshake_isEnded() {
        for (var i = 0; i < 20; i++) {
            var id = subscriber()
                    .post("/fhir/Subscription", subscription("discharge"))
                    .expect(201)
                    .as(Subscription.class)
                    .getIdElement()
                    .getIdPart();
            subscriber().delete("/fhir/Subscription/" + id).expect(200);
            subscriber().get("/fhir/Subscription/" + id).expect(410);
        }
    }

    /** SB-11, SB-12. */
    @Test
    void whatCannotBeMeant_isRefusedByStatusAndEvents() {
        var id = subscribe("discharge");
        var events = "/fhir/Subscription/" + id + "/$events?";
        refused(events + "eventsSinceNumber=-1", "eventsSinceNumber");
        refused(events + "eventsSinceNumber=3&eventsUntilNumber=2", "eventsUntilNumber");
        refused("/fhir/Subscription/$status?status=asleep", "requested, active, error, off");
        assertThat(subscriber()
                        .get("/fhir/Subscription/$status?id=Subscription/" + id)
                        .expect(200)
                        .as(Bundle.class)
                        .getEntry())
                .hasSize(1);
    }

    private void refused(String path, String reason) {
        var outcome = subscriber().get(path).expect(400).as(OperationOutcome.class);
        assertThat(outcome.getIssueFirstRep().getDiagnostics()).contains(reason);
    }

    /** SB-09: numbers without a hole, in the order of the events. */
    @Test
    void admissions_arriveNumberedInOrder() {
        subscribe("admission");
        var stays = new Stay[] {Stay.ofSomebody(), Stay.ofSomebody(), Stay.ofSomebody()};
        for (var stay : stays) {
            send(stay.adt("A01", "202401010800", "WEST"));
            send(stay.discharge("202401020800", "WEST"));
        }
        awaitEvents(3);
        assertThat(inbox.events()).extracting(Event::number).containsExactly(1L, 2L, 3L);
        assertThat(inbox.events())
                .extracting(Event::focus)
                .containsExactly(focus(stays[0]), focus(stays[1]), focus(stays[2]));
        assertThat(inbox.events().get(0).bundle().getEntry().get(1).getResource())
                .isInstanceOf(Encounter.class);
    }

    /** AL-12: whoever was told of the discharge is told that it was taken back, without asking for it. */
    @Test
    void aCancelledDischarge_isCorrected() {
        subscribe("discharge");
        var stay = Stay.ofSomebody();
        send(stay.adt("A01", "202401010800", "WEST"));
        send(stay.discharge("202401020800", "WEST"));
        awaitEvents(1);
        send(stay.adt("A13", "202401020900", "WEST"));
        awaitEvents(2);

        assertThat(inbox.events(focus(stay)))
                .extracting(
                        event -> ((Encounter) event.bundle().getEntry().get(1).getResource()).getStatus())
                .containsExactly(Encounter.EncounterStatus.FINISHED, Encounter.EncounterStatus.INPROGRESS);
    }

    /** SB-14, SB-09: what a receiver misses while it is down comes when it is up, under the same numbers. */
    @Test
    void aReceiverThatWasDown_getsEverythingInOrder() {
        var id = subscribe("admission");
        var stays = new Stay[] {Stay.ofSomebody(), Stay.ofSomebody(), Stay.ofSomebody()};
        send(stays[0].adt("A01", "202401010800", "WEST"));
        awaitEvents(1);
        inbox.answer(503);
        send(stays[1].adt("A01", "202401010800", "WEST"));
        send(stays[2].adt("A01", "202401010800", "WEST"));
        await().atMost(SOON)
                .until(() -> notifications(id, "pending")
                        .anyMatch(n -> n.path("attempts").asInt() > 0));
        inbox.answer(200);

        await().atMost(Duration.ofSeconds(60)).until(() -> inbox.events().size() >= 3);
        assertThat(inbox.events()).extracting(Event::number).containsExactly(1L, 2L, 3L);
        assertThat(inbox.events().get(2).focus()).isEqualTo(focus(stays[2]));
        await().atMost(SOON).until(() -> notifications(id, "delivered").count() == 3);
    }

    private java.util.stream.Stream<JsonNode> notifications(String subscription, String state) {
        var found = hub().operator()
                .get("/notifications?subscription=" + subscription + "&state=" + state)
                .expect(200)
                .json()
                .path("notifications");
        return StreamSupport.stream(found.spliterator(), false);
    }

    /** SB-14: again under the old number, and by subscription, patient, time and state only. */
    @Test
    void anOperator_sendsAgain() {
        var id = subscribe("admission");
        var stay = Stay.ofSomebody();
        send(stay.adt("A01", "202401010800", "WEST"));
        await().atMost(SOON).until(() -> notifications(id, "delivered").count() == 1);
        var again = "/notifications/$replay?subscription=" + id + "&state=delivered&patient=" + person(stay);

        assertThat(replayed(again + "&since=2000-01-01T00:00:00Z&until=2001-01-01T00:00:00Z"))
                .isZero();
        assertThat(replayed("/notifications/$replay?subscription=" + id)).isZero();
        assertThat(replayed(again + "&since=2001-01-01T00:00:00Z")).isEqualTo(1);
        awaitEvents(2);

        assertThat(inbox.events()).extracting(Event::number).containsExactly(1L, 1L);
        hub().operator().post("/notifications/$replay?state=delivered").expect(400);
        hub().operator()
                .post("/notifications/$replay?state=pending&subscription=" + id)
                .expect(400);
        hub().operator()
                .post("/notifications/$replay?since=yesterday&subscription=" + id)
                .expect(400);
        subscriber().post("/notifications/$replay?subscription=" + id).expect(403);
    }

    private int replayed(String call) {
        return hub().operator().post(call).expect(202).json().path("replayed").asInt();
    }

    /** SB-09: what happens meanwhile is counted, kept, and sent when it goes on. */
    @Test
    void anOwner_pausesAndResumes() {
        var id = subscribe("admission");
        var face = "/notifications/subscriptions/" + id;
        hub().as("other-" + client, "subscriber").post(face + "/$pause").expect(404);
        assertThat(subscriber()
                        .post(face + "/$pause")
                        .expect(200)
                        .json()
                        .path("paused")
                        .asBoolean())
                .isTrue();
        send(Stay.ofSomebody().adt("A01", "202401010800", "WEST"));
        await().atMost(SOON).until(() -> notifications(id, "pending").count() == 1);
        assertThat(inbox.events()).isEmpty();

        assertThat(hub().operator()
                        .post(face + "/$resume")
                        .expect(200)
                        .json()
                        .path("paused")
                        .asBoolean(true))
                .isFalse();
        awaitEvents(1);
        assertThat(inbox.events()).extracting(Event::number).containsExactly(1L);
    }

    /** What a subscriber does not want is counted and listed, with the reason. */
    @Test
    void whatIsSuppressed_isListed() {
        var quiet = subscription("admission");
        quiet.addExtension()
                .setUrl("https://tributary.dev/fhir/StructureDefinition/subscription-quieting")
                .addExtension("minimum-severity", new CodeType("urgent"));
        var id = subscribe(quiet);
        var stay = Stay.ofSomebody();
        send(stay.adt("A01", "202401010800", "WEST"));
        var face = "/notifications/suppressed?subscription=" + id;
        await().atMost(SOON)
                .until(() ->
                        !hub().operator().get(face).json().path("suppressed").isEmpty());

        var listed = hub().operator().get(face + "&reason=severity").expect(200).json();
        assertThat(listed.path("counts").toString()).contains("severity");
        assertThat(listed.path("suppressed").get(0).path("focus").asText()).isEqualTo(focus(stay));
        assertThat(hub().operator()
                        .get(face + "&reason=episode")
                        .json()
                        .path("suppressed")
                        .isEmpty())
                .isTrue();
        hub().operator().get(face + "&reason=none").expect(400);
        assertThat(notifications(id, "pending").count()).isZero();
    }

    @Test
    void aNotification_leadsBackToItsMessage() {
        var id = subscribe("admission");
        var stay = Stay.ofSomebody();
        var message = send(stay.adt("A01", "202401010800", "WEST"));
        awaitEvents(1);
        await().atMost(SOON).until(() -> notifications(id, "delivered").count() == 1);

        var notification = notifications(id, "delivered").findFirst().orElseThrow();
        assertThat(notification.path("messageId").asText())
                .isEqualTo(message.path("id").asText());
        assertThat(notification.path("focus").asText()).isEqualTo(focus(stay));
        assertThat(notification.path("kind").asText()).isEqualTo("admission");
        assertThat(JournalView.kinds(hub().journal().detail(message.path("id").asText())))
                .contains("admission");
    }

    /** R4-01: what was rolled back was no event. */
    @Test
    void aRefusedTransaction_leavesNoEvent() {
        subscribe("encounter-start");
        var id = "n" + Stay.unique();
        var refused = encounter(id, "Patient/nobody-" + id);
        assertThat(hub().source("clinic").post("/fhir", refused).status()).isBetween(400, 422);
        var accepted = encounter(id, "Patient/" + id);
        hub().source("clinic").post("/fhir", accepted).expect(200);

        awaitEvents(1);
        assertThat(inbox.events())
                .singleElement()
                .satisfies(event -> assertThat(event.number()).isEqualTo(1));
        var refusal =
                hub().journal().list("source=clinic&state=rejected&_count=1").get(0);
        assertThat(JournalView.kinds(hub().journal().detail(refusal.path("id").asText())))
                .isEmpty();
    }

    private static Bundle encounter(String id, String subject) {
        var bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        var encounter = new Encounter();
        encounter.setId(id);
        encounter.setStatus(Encounter.EncounterStatus.INPROGRESS);
        encounter
                .getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("AMB");
        encounter.getSubject().setReference(subject);
        bundle.addEntry()
                .setResource(encounter)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("Encounter/" + id);
        var patient = new Patient();
        patient.setId(id);
        bundle.addEntry()
                .setResource(patient)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("Patient/" + id);
        return bundle;
    }
}
