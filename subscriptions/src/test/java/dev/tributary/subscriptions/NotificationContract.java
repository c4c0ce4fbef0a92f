package dev.tributary.subscriptions;

import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static dev.tributary.subscriptions.Subscriptions.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.Receiver.Received;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What subscribers are promised, whatever the database. */
abstract class NotificationContract extends EngineContract {

    @Test
    @DisplayName("SB-02, SB-08: a handshake with the client's headers makes the subscription active")
    void handshake_makesTheSubscriptionActive() {
        hub.start();
        Subscription subscription = toDischarges(receiver.url("/a"), "id-only");
        subscription.setStatus(Subscription.SubscriptionStatus.ACTIVE);
        subscription.getChannel().addHeader("Authorization: Bearer secret");
        activate("s1", subscription);

        Received handshake = receiver.got("/a").get(0);
        assertThat(handshake.type()).isEqualTo("handshake");
        assertThat(handshake.headers().getFirst("Content-Type")).isEqualTo("application/fhir+json");
        assertThat(handshake.headers().getFirst("Authorization")).isEqualTo("Bearer secret");
        assertThat(handshake.status().getParameter("status").getValue().primitiveValue())
                .isEqualTo("requested");
        assertThat(hub.changes).containsExactly("s1 active");
    }

    @Test
    @DisplayName("SB-02: a refused handshake leads to error, and asking again leads out of it")
    void refusedHandshake_leadsToError() {
        hub.start();
        receiver.answer("/a", 403);
        hub.subscribe("s1", toDischarges(receiver.url("/a"), "id-only"));
        awaitStatus("s1", SubscriptionStatus.ERROR);
        assertThat(hub.changes).containsExactly("s1 error: The handshake failed. The endpoint answered HTTP 403.");

        receiver.answer("/a", 200);
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
    }

    @Test
    @DisplayName("A subscription switches itself off when its end has come, not half a minute later")
    void end_switchesOff() {
        hub.start();
        Subscription subscription = toDischarges(receiver.url("/a"), "id-only");
        subscription.setEnd(Date.from(hub.clock.instant().plusSeconds(10)));
        activate("s1", subscription);
        hub.clock.advance(Duration.ofSeconds(10));
        awaitStatus("s1", SubscriptionStatus.OFF);
    }

    @Test
    @DisplayName("SB-02: an endpoint where nothing listens leads to error")
    void unreachableEndpoint_leadsToError() {
        hub.start();
        hub.subscribe("s1", toDischarges("http://127.0.0.1:1/x", "id-only"));
        awaitStatus("s1", SubscriptionStatus.ERROR);
    }

    @Test
    @DisplayName("SB-09: numbers have no gap, and events of one encounter keep their order, under parallel commits")
    void parallelCommits_giveGapFreeNumbersInOrder() throws Exception {
        hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> writers = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            String encounter = "e" + thread;
            writers.add(threads.submit(() -> {
                for (int version = 1; version <= 20; version++) {
                    String now = Integer.toString(version);
                    hub.transactions.executeWithoutResult(tx ->
                            hub.outbox.append(List.of(hub.event(EventKind.DISCHARGE, encounter, "p" + now, now))));
                }
            }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        threads.shutdown();
        awaitNumbers("/a", 160);
        assertThat(versionsByEncounter())
                .hasSize(8)
                .allSatisfy((encounter, versions) -> assertThat(versions).containsExactlyElementsOf(upTo(20)));
    }

    /** The n-th event of each encounter was of patient pn. */
    private Map<String, List<Integer>> versionsByEncounter() {
        Map<String, List<Integer>> versions = new HashMap<>();
        for (Received received : receiver.got("/a")) {
            if (!received.numbers().isEmpty()) {
                var event = received.status().getParameter("notification-event");
                String focus = ((Reference) event.getPart().get(2).getValue()).getReference();
                String patient = ((Reference) event.getPart().get(3).getValue()).getReference();
                versions.computeIfAbsent(focus, key -> new ArrayList<>())
                        .add(Integer.valueOf(patient.substring(patient.lastIndexOf('p') + 1)));
            }
        }
        return versions;
    }

    @Test
    @DisplayName("SB-09: two engines on one database deliver each number once and in order")
    void twoEngines_deliverEachNumberOnceAndInOrder() {
        hub.start();
        hub.start();
        for (int i = 0; i < 4; i++) {
            activate("s" + i, toDischarges(receiver.url("/" + i), "id-only"));
        }
        for (int i = 0; i < 60; i++) {
            hub.commit("e" + i);
        }
        for (int i = 0; i < 4; i++) {
            awaitNumbers("/" + i, 60);
        }
        await().until(() -> hub.log.summary().states().equals(Map.of("delivered", 240L)));
    }

    @Test
    @DisplayName(
            "SB-14: an outage leads to error, the hub counts on, $events shows what was missed, reactivation delivers it")
    void outage_losesNothing() {
        hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        hub.commit("e1", "e2");
        awaitNumbers("/a", 2);

        receiver.answer("/a", 503);
        hub.commit("e3", "e4");
        awaitStatus("s1", SubscriptionStatus.ERROR);
        hub.commit("e5");
        await().until(() -> hub.subscriptions.find("s1").orElseThrow().eventsSinceStart() == 5);
        assertThat(hub.changes.get(1)).startsWith("s1 error: Notifications could not be delivered.");

        Bundle events = hub.operations.events("s1", 3L, 5L, null).orElseThrow();
        assertThat(events.getEntry().stream().skip(1).map(Bundle.BundleEntryComponent::getFullUrl))
                .containsSubsequence(
                        Hub.BASE + "/Encounter/e3", Hub.BASE + "/Encounter/e4", Hub.BASE + "/Encounter/e5");
        Parameters status = (Parameters) hub.operations
                .status(null, List.of("s1"), List.of())
                .getEntryFirstRep()
                .getResource();
        assertThat(status.getParameter("status").getValue().primitiveValue()).isEqualTo("error");
        assertThat(status.getParameter("events-since-subscription-start")
                        .getValue()
                        .primitiveValue())
                .isEqualTo("5");

        receiver.answer("/a", 200);
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        awaitNumbers("/a", 5);
    }

    @Test
    @DisplayName("A short outage heals by itself, in order")
    void shortOutage_heals() {
        NotificationSettings patient = new NotificationSettings(
                Duration.ofMillis(50),
                Duration.ofSeconds(20),
                16,
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                3,
                Duration.ofMinutes(5),
                2,
                Duration.ofDays(3));
        hub.start(patient);
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        receiver.answer("/a", 500);
        hub.commit("e1", "e2", "e3");
        await().until(() -> receiver.got("/a").size() > 5);
        receiver.answer("/a", 200);
        awaitNumbers("/a", 3);
        assertThat(hub.status("s1")).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    @DisplayName("SB-09: an engine that dies amid a delivery leaves it to another, with the same number")
    void deadEngine_isReplacedWithTheSameNumber() {
        NotificationEngine first = hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        hub.commit("e1");
        awaitNumbers("/a", 1);
        receiver.hold("/a");
        hub.commit("e2", "e3");
        await().until(() -> receiver.got("/a").size() == 3);
        first.abandon();
        receiver.release("/a");

        hub.start();
        hub.clock.advance(Duration.ofSeconds(21));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(receiver.numbers("/a")).containsExactly(1, 2, 2, 3));
        await().until(() -> hub.log.list("s1", "delivered", 10).size() == 3);
    }

    @Test
    @DisplayName("More endpoints that never answer than there are places do not delay another")
    void deadEndpoints_delayNobodyElse() {
        hub.start();
        activate("healthy", toDischarges(receiver.url("/healthy"), "id-only"));
        for (int i = 0; i < 24; i++) {
            receiver.hold("/dead" + i);
            hub.subscribe("dead" + i, withTimeout(toDischarges(receiver.url("/dead" + i), "id-only"), 1));
        }
        await().until(() ->
                hub.operations.status(null, List.of(), List.of("active")).getTotal() == 25);
        hub.commit("e1");
        awaitNumbers("/healthy", 1);
        await().until(() -> hub.log.list(null, "pending", 100).stream().allMatch(n -> n.attempts() > 0));
        Instant before = Instant.now();
        hub.commit("e2");
        awaitNumbers("/healthy", 2);
        List<Received> got = receiver.got("/healthy");
        assertThat(got.get(got.size() - 1).at()).isBefore(before.plusSeconds(2));
    }

    @Test
    @DisplayName("A lane that somebody holds locked does not hold up the others")
    void lockedLane_holdsUpNobodyElse() throws Exception {
        hub.counting("s1", toDischarges(receiver.url("/1"), "id-only"));
        hub.counting("s2", toDischarges(receiver.url("/2"), "id-only"));
        hub.commit("e1");
        hub.fanOut().drain(() -> {});
        try (Connection holder = hub.dataSource.getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement()
                    .executeQuery(
                            "select subscription_id from hub.subscription_lane where subscription_id = 's1' for update");
            hub.start();
            awaitNumbers("/2", 1);
            assertThat(receiver.got("/1")).isEmpty();
            holder.rollback();
        }
        awaitNumbers("/1", 1);
    }

    @Test
    @DisplayName("A transaction that rolls back leaves no event")
    void rolledBackTransaction_leavesNoEvent() {
        hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        hub.transactions.executeWithoutResult(tx -> {
            hub.outbox.append(List.of(hub.event(EventKind.DISCHARGE, "ghost", "p1")));
            tx.setRollbackOnly();
        });
        hub.commit("e1");
        awaitNumbers("/a", 1);
        assertThat(hub.jdbc.queryForObject("select count(*) from hub.event", Long.class))
                .isEqualTo(1);
        assertThat(receiver.got("/a").get(1).body()).contains("Encounter/e1").doesNotContain("ghost");
    }
}
