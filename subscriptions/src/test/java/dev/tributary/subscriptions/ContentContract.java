package dev.tributary.subscriptions;

import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static dev.tributary.subscriptions.Subscriptions.withFilter;
import static dev.tributary.subscriptions.Subscriptions.withMaxCount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.outbox.NotificationLog;
import dev.tributary.subscriptions.outbox.Replays;
import dev.tributary.subscriptions.registry.PatientAliases;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is told, how much, and until when, whatever the database. */
abstract class ContentContract extends EngineContract {

    @Test
    @DisplayName(
            "A subscription whose ValueSet is gone goes to error with the reason, and is told so to whoever watches subscriptions")
    void aFilterThatCannotBeEvaluated_leadsToError() {
        hub.start();
        activate(
                "s1",
                withFilter(
                        toDischarges(receiver.url("/a"), "id-only"), "Encounter?diagnosis:in=" + Codes.HEART_FAILURE));
        activate("s2", toDischarges(receiver.url("/b"), "id-only"));
        hub.codes.away = true;
        hub.discharge("e1", "p1", Map.of("diagnosis", List.of("http://hl7.org/fhir/sid/icd-10|I50.9")));
        awaitStatus("s1", SubscriptionStatus.ERROR);
        awaitNumbers("/b", 1);
        assertThat(hub.changes)
                .anyMatch(change -> change.startsWith("s1 error: ") && change.contains(Codes.HEART_FAILURE));
    }

    @Test
    @DisplayName("Only events of the topic, of the filtered patient and from after the subscription count")
    void matching_followsTopicFilterAndTime() {
        hub.commit("early");
        hub.start();
        activate("s1", withFilter(toDischarges(receiver.url("/a"), "id-only"), "Encounter?patient=Patient/p2"));
        hub.transactions.executeWithoutResult(tx -> hub.outbox.append(List.of(
                hub.event(EventKind.DISCHARGE, "e1", "p1"),
                hub.event(EventKind.ADMISSION, "e2", "p2"),
                hub.event(EventKind.DISCHARGE, "e3", "p2"))));
        awaitNumbers("/a", 1);
        assertThat(receiver.got("/a").get(1).body()).contains("Encounter/e3");
        assertThat(hub.subscriptions.find("s1").orElseThrow().eventsSinceStart())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("SB-10: with a max-count the backlog comes in bundles of that size, in order")
    void maxCount_boundsABundle() {
        hub.start();
        activate("s1", withMaxCount(toDischarges(receiver.url("/a"), "id-only"), 3));
        hub.commit("e1", "e2", "e3", "e4", "e5", "e6", "e7");
        awaitNumbers("/a", 7);
        assertThat(receiver.got("/a")).allSatisfy(r -> assertThat(r.numbers()).hasSizeLessThanOrEqualTo(3));
    }

    @Test
    @DisplayName("SB-06, SB-07, SB-15: each content level says what it may and no more")
    void payloads_sayNoMoreThanAskedFor() {
        hub.start();
        hub.readable("e1", "p1");
        hub.readable("e2", "p1");
        hub.readable.remove("Encounter/e2");
        for (String content : List.of("empty", "id-only", "full-resource")) {
            activate(content, toDischarges(receiver.url("/" + content), content));
        }
        hub.commit("e1", "e2");
        List.of("/empty", "/id-only", "/full-resource").forEach(path -> awaitNumbers(path, 2));

        assertThat(receiver.got("/empty")).allSatisfy(r -> {
            assertThat(r.bundle().getEntry()).hasSize(1);
            assertThat(r.body()).doesNotContain("Encounter", "Patient", "focus", "topic", "discharge");
        });
        Bundle idOnly = receiver.got("/id-only").get(1).bundle();
        assertThat(idOnly.getEntry()).hasSize(3);
        assertThat(idOnly.getEntry().subList(1, 3)).noneMatch(Bundle.BundleEntryComponent::hasResource);
        Bundle full = receiver.got("/full-resource").get(1).bundle();
        assertThat(full.getEntry()).hasSize(3).allMatch(Bundle.BundleEntryComponent::hasResource);
        Bundle revoked = receiver.got("/full-resource").get(2).bundle();
        assertThat(revoked.getEntry().get(1).hasResource()).isFalse();
        assertThat(revoked.getEntry().get(1).getFullUrl()).isEqualTo(Hub.BASE + "/Encounter/e2");
    }

    /** Of the one that was merged nothing is left but a link, and the Encounter refers to the one that lives on. */
    @Test
    @DisplayName("SB-07: who was merged between event and notification is told of as the person that lives on")
    void mergedMeanwhile_isToldOfAsWhoLivesOn() {
        hub.counting("s1", toDischarges(receiver.url("/a"), "full-resource"));
        hub.readable("e1", "heir");
        hub.discharge("e1", "old", Map.of());
        hub.transactions.executeWithoutResult(
                tx -> new PatientAliases(hub.jdbc).replace("Patient/old", "Patient/heir"));
        hub.start();
        awaitNumbers("/a", 1);
        assertThat(receiver.got("/a").get(0).body()).doesNotContain("Patient/old");
        assertThat(receiver.got("/a").get(0).bundle().getEntry())
                .filteredOn(entry -> (Hub.BASE + "/Patient/heir").equals(entry.getFullUrl()))
                .singleElement()
                .matches(Bundle.BundleEntryComponent::hasResource);
        assertThat(hub.operations.events("s1", 1L, 1L, null).orElseThrow().getEntry())
                .extracting(Bundle.BundleEntryComponent::getFullUrl)
                .contains(Hub.BASE + "/Patient/heir");
    }

    @Test
    @DisplayName("What is not delivered in the time allowed is dead, is shown, and can be replayed with its number")
    void dead_canBeReplayed() {
        NotificationEngine engine = hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        receiver.answer("/a", 400);
        hub.commit("e1");
        awaitStatus("s1", SubscriptionStatus.ERROR);
        hub.clock.advance(Duration.ofDays(4));
        engine.wake();
        await().until(() -> hub.log.list("s1", "dead", 10).size() == 1);
        assertThat(hub.log.list("s1", null, 10).get(0).reason()).isEqualTo("The endpoint answered HTTP 400.");

        receiver.answer("/a", 200);
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        hub.commit("e2");
        await().until(() -> receiver.numbers("/a").equals(List.of(2)));
        assertThat(hub.replays.replay(Replays.Choice.dead("s1"))).isEqualTo(1);
        await().until(() -> receiver.numbers("/a").equals(List.of(2, 1)));
    }

    @Test
    @DisplayName("SB-09: the counter goes on when a subscription is removed and comes back")
    void removedSubscription_getsNothingAndKeepsItsCount() {
        hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        hub.commit("e1");
        awaitNumbers("/a", 1);
        hub.transactions.executeWithoutResult(tx -> hub.registry.remove("s1"));
        hub.commit("e2");
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        hub.commit("e3");
        awaitNumbers("/a", 2);
        assertThat(receiver.got("/a").stream().filter(r -> r.body().contains("Encounter/e2")))
                .isEmpty();
    }

    @Test
    @DisplayName("A subscription ends when its end has come")
    void end_switchesOff() {
        NotificationEngine engine = hub.start();
        Subscription subscription = toDischarges(receiver.url("/a"), "id-only");
        subscription.setEnd(Date.from(Instant.now().plusSeconds(3600)));
        activate("s1", subscription);
        hub.clock.advance(Duration.ofHours(2));
        engine.wake();
        awaitStatus("s1", SubscriptionStatus.OFF);
        assertThat(hub.changes).endsWith("s1 off");
    }

    @Test
    @DisplayName("An XML payload is sent as XML")
    void xmlPayload_isSentAsXml() {
        hub.start();
        Subscription subscription = toDischarges(receiver.url("/a"), "id-only");
        subscription.getChannel().getPayloadElement().setValue("application/fhir+xml");
        activate("s1", subscription);
        hub.commit("e1");
        awaitNumbers("/a", 1);
        assertThat(receiver.got("/a").get(1).headers().getFirst("Content-Type")).isEqualTo("application/fhir+xml");
        assertThat(receiver.got("/a").get(1).body()).startsWith("<Bundle");
    }

    @Test
    @DisplayName("SB-11: $status shows the caller's subscriptions, by id and by state")
    void status_showsTheCallersSubscriptions() {
        hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        receiver.answer("/b", 500);
        hub.subscribe("s2", toDischarges(receiver.url("/b"), "empty"));
        awaitStatus("s2", SubscriptionStatus.ERROR);
        assertThat(statuses("owner", List.of(), List.of())).containsExactly("active", "error");
        assertThat(statuses("owner", List.of("s2"), List.of())).containsExactly("error");
        assertThat(statuses("owner", List.of("s1", "s2"), List.of("active"))).containsExactly("active");
        assertThat(statuses("somebody else", List.of(), List.of())).isEmpty();
    }

    private List<String> statuses(String owner, List<String> ids, List<String> states) {
        return hub.operations.status(owner, ids, states).getEntry().stream()
                .map(entry -> (Parameters) entry.getResource())
                .map(status -> status.getParameter("status").getValue().primitiveValue())
                .toList();
    }

    @Test
    @DisplayName("A message's events can be found by its id, and each notification names the message")
    void events_areFoundByTheirMessage() {
        hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        UUID message = UUID.randomUUID();
        Instant occurred = Instant.parse("2026-03-01T10:00:00Z");
        hub.transactions.executeWithoutResult(tx -> hub.outbox.append(List.of(new HubEvent(
                UUID.randomUUID(),
                EventKind.DISCHARGE.code(),
                "Encounter/e1",
                "3",
                "Patient/p1",
                occurred,
                message,
                Facts.none()))));
        await().until(() -> hub.log.list("s1", "delivered", 10).size() == 1);
        assertThat(hub.log.list("s1", null, 10).get(0).messageId()).isEqualTo(message);
        assertThat(hub.log.list("s1", null, 10).get(0).occurredAt()).isEqualTo(occurred);
        assertThat(hub.log.eventsOf(message))
                .extracting(NotificationLog.RecordedEvent::focus)
                .containsExactly("Encounter/e1");
        assertThat(hub.log.summary().p50()).isPositive();
    }
}
