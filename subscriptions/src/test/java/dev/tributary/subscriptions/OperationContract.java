package dev.tributary.subscriptions;

import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static dev.tributary.subscriptions.Subscriptions.withMaxCount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.backport.NotificationOperations;
import dev.tributary.subscriptions.outbox.NotificationLog;
import dev.tributary.subscriptions.outbox.Replays;
import dev.tributary.subscriptions.quieting.QuietingReader;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.retention.JobLease;
import dev.tributary.subscriptions.retention.Retention;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What those who run the hub can rely on, whatever the database. */
abstract class OperationContract {

    private Hub hub;
    private Receiver receiver;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        hub = new Hub(database());
        receiver = new Receiver(Hub.FHIR);
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
        hub.close();
    }

    private void activate(String id, Subscription subscription) {
        hub.subscribe(id, subscription);
        await().until(() -> hub.status(id) == SubscriptionStatus.ACTIVE);
    }

    private void awaitNumbers(String path, Integer... numbers) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(receiver.numbers(path)).containsExactly(numbers));
    }

    private List<Integer> bundles(String path) {
        return receiver.got(path).stream()
                .map(received -> received.numbers().size())
                .filter(size -> size > 0)
                .toList();
    }

    @Test
    void whatIsHeld_goesOutInOneBundle_onceItsTimeHasCome() {
        NotificationEngine engine = hub.start();
        Subscription subscription = toDischarges(receiver.url("/a"), "id-only");
        subscription.addExtension().setUrl(QuietingReader.URL).addExtension("digest", new CodeType("hourly"));
        activate("s1", subscription);
        hub.commit("e1", "e2", "e3");
        await().until(() -> hub.subscriptions.find("s1").orElseThrow().eventsSinceStart() == 3);
        assertThat(hub.log.list("s1", "pending", 10))
                .extracting(NotificationLog.Entry::notBefore)
                .doesNotContainNull();
        assertThat(receiver.numbers("/a")).isEmpty();

        hub.clock.advance(Duration.ofMinutes(61));
        engine.wake();
        awaitNumbers("/a", 1, 2, 3);
        assertThat(bundles("/a")).containsExactly(3);
    }

    @Test
    void whatIsHeld_goesOutOnceItsSubscriberWantsNoDigestAnyMore() {
        hub.start();
        Subscription digest = toDischarges(receiver.url("/a"), "id-only");
        digest.addExtension().setUrl(QuietingReader.URL).addExtension("digest", new CodeType("hourly"));
        activate("s1", digest);
        hub.commit("e1", "e2");
        await().until(() -> hub.subscriptions.find("s1").orElseThrow().eventsSinceStart() == 2);
        assertThat(receiver.numbers("/a")).isEmpty();

        activate("s1", withMaxCount(toDischarges(receiver.url("/a"), "id-only"), 10));
        hub.commit("e3");
        awaitNumbers("/a", 1, 2, 3);
    }

    @Test
    void aPausedSubscription_countsAndKeeps_andGoesOnWhenResumed() {
        NotificationEngine engine = hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        assertThat(hub.subscriptions.pause("s1")).isTrue();
        assertThat(hub.subscriptions.pause("s1")).isFalse();
        hub.commit("e1", "e2");
        await().until(() -> hub.subscriptions.find("s1").orElseThrow().eventsSinceStart() == 2);
        hub.clock.advance(Duration.ofDays(4));
        engine.wake();
        activate("s2", toDischarges(receiver.url("/b"), "id-only"));
        hub.commit("e3");
        awaitNumbers("/b", 1);
        assertThat(receiver.numbers("/a")).isEmpty();

        assertThat(hub.subscriptions.resume("s1")).isTrue();
        engine.wake();
        awaitNumbers("/a", 1, 2, 3);
        await().until(() -> hub.log.summary().states().equals(Map.of("delivered", 4L)));
    }

    @Test
    @DisplayName(
            "Resuming waits for a fan-out under way: it saw the pause and wakes nobody, so its numbers must be there first")
    void resuming_waitsForTheFanOut() throws Exception {
        hub.counting("s1", toDischarges(receiver.url("/a"), "id-only"));
        hub.subscriptions.pause("s1");
        try (Connection fanOut = hub.dataSource.getConnection()) {
            fanOut.setAutoCommit(false);
            fanOut.createStatement().executeQuery("select id from hub.fan_out where id = 1 for update");
            CompletableFuture<Boolean> resumed =
                    CompletableFuture.supplyAsync(() -> hub.transactions.execute(tx -> hub.subscriptions.resume("s1")));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> resumed.get(200, TimeUnit.MILLISECONDS));
            fanOut.rollback();
            assertThat(resumed.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("SB-15: what the subscriber may not learn goes out as a bare number, and the reason is listed")
    void whatIsWithheld_isABareNumber() {
        hub.start();
        hub.readable("e1", "p1");
        activate("s1", toDischarges(receiver.url("/a"), "full-resource"));
        hub.disclosure.patients.add("Patient/p1");
        hub.commit("e1");
        awaitNumbers("/a", 1);
        assertThat(receiver.got("/a").get(1).body()).doesNotContain("Encounter/", "Patient/", "Brook");
        assertThat(receiver.got("/a").get(1).bundle().getEntry()).hasSize(1);
        await().until(() -> hub.log.list("s1", "delivered", 10).size() == 1);
        assertThat(hub.log.list("s1", null, 10).get(0).withheld()).isEqualTo("The patient objects.");
        Bundle events = hub.operations.events("s1", null, null, null).orElseThrow();
        assertThat(Hub.FHIR.newJsonParser().encodeResourceToString(events)).doesNotContain("Encounter/", "Patient/");
    }

    @Test
    @DisplayName("SB-15: a client that is gone gets nothing more")
    void aGoneOwner_getsNothing() {
        hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        hub.disclosure.gone.add("owner");
        hub.commit("e1");
        await().until(() -> hub.status("s1") == SubscriptionStatus.OFF);
        assertThat(hub.changes).endsWith("s1 off: The client is gone.");
        await().until(() -> hub.log.list("s1", "dead", 10).size() == 1);
        assertThat(bundles("/a")).isEmpty();
    }

    @Test
    @DisplayName("SB-14: the owner of a subscription in error is told by another of its subscriptions, and nobody else")
    void anError_isToldToTheOwner() {
        hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        activate("s2", errors("/b"));
        hub.subscribe("s3", errors("/c"), "somebody else");
        await().until(() -> hub.status("s3") == SubscriptionStatus.ACTIVE);
        receiver.answer("/a", 500);
        hub.commit("e1");
        await().until(() -> hub.status("s1") == SubscriptionStatus.ERROR);
        awaitNumbers("/b", 1);
        assertThat(receiver.got("/b").get(1).body()).contains("Subscription/s1").doesNotContain("Patient/");
        assertThat(hub.log.list("s3", null, 10)).isEmpty();
    }

    private Subscription errors(String path) {
        Subscription subscription = toDischarges(receiver.url(path), "id-only");
        subscription.setCriteria("https://tributary.dev/fhir/SubscriptionTopic/subscription-error");
        return subscription;
    }

    @Test
    void deliveredOnes_areReplayedByPatientAndTime_underTheirOldNumbers() {
        hub.start();
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        activate("s2", toDischarges(receiver.url("/b"), "id-only"));
        hub.discharge("e1", "p1", Map.of());
        hub.discharge("e2", "p2", Map.of());
        awaitNumbers("/a", 1, 2);
        awaitNumbers("/b", 1, 2);
        Instant later = hub.clock.instant().plusSeconds(1);
        hub.clock.advance(Duration.ofSeconds(2));
        hub.discharge("e3", "p1", Map.of());
        awaitNumbers("/a", 1, 2, 3);
        await().until(() -> hub.log.summary().states().equals(Map.of("delivered", 6L)));

        assertThat(hub.replays.replay(new Replays.Choice("s1", "Patient/p1", null, null, Set.of("delivered"))))
                .isEqualTo(2);
        awaitNumbers("/a", 1, 2, 3, 1, 3);
        await().until(() -> hub.log.summary().states().equals(Map.of("delivered", 6L)));
        assertThat(hub.replays.replay(new Replays.Choice(null, null, later, null, Set.of("delivered", "dead"))))
                .isEqualTo(2);
        awaitNumbers("/a", 1, 2, 3, 1, 3, 3);
        awaitNumbers("/b", 1, 2, 3, 3);
    }

    @Test
    @DisplayName("SB-12: $events says what retention has removed, and numbers go on")
    void retention_removesWhatIsOld_andSaysSo() {
        NotificationEngine engine = hub.start();
        activate("s1", withMaxCount(toDischarges(receiver.url("/a"), "id-only"), 100));
        String[] names = IntStream.rangeClosed(1, 30).mapToObj(i -> "e" + i).toArray(String[]::new);
        hub.commit(names);
        await().until(() -> hub.log.list("s1", "delivered", 100).size() == 30);
        hub.clock.advance(Duration.ofDays(31));
        hub.subscriptions.pause("s1");
        hub.commit("late");
        await().until(() -> hub.subscriptions.find("s1").orElseThrow().eventsSinceStart() == 31);

        Retention retention =
                new Retention(hub.jdbc, hub.transactions, hub.clock, Duration.ofDays(30), Duration.ofDays(90));
        Retention.Purged purged = retention.purge(() -> true);
        assertThat(purged.notifications()).isEqualTo(30);
        assertThat(purged.events())
                .as("what a second feed tells is compared with them")
                .isZero();
        assertThat(retention.purge(() -> true).any()).isFalse();

        Bundle events = hub.operations.events("s1", 1L, null, null).orElseThrow();
        OperationOutcome outcome =
                (OperationOutcome) events.getEntryFirstRep().getResponse().getOutcome();
        assertThat(outcome.getIssueFirstRep().getDiagnostics()).contains("up to number 30");
        Parameters status = (Parameters) events.getEntryFirstRep().getResource();
        assertThat(status.getParameter("events-since-subscription-start")
                        .getValue()
                        .primitiveValue())
                .isEqualTo("31");
        assertThat(hub.operations
                        .events("s1", 31L, null, null)
                        .orElseThrow()
                        .getEntryFirstRep()
                        .getResponse()
                        .hasOutcome())
                .isFalse();
        hub.subscriptions.resume("s1");
        engine.wake();
        await().until(() -> receiver.numbers("/a").contains(31));
        hub.clock.advance(Duration.ofDays(30));
        assertThat(retention.purge(() -> true).events()).isEqualTo(30);
    }

    @Test
    @DisplayName("SB-12: $events that does not tell all says where to go on")
    void moreEventsThanOneAnswerHolds_areSaidToBeThere() {
        hub.start();
        activate("s1", withMaxCount(toDischarges(receiver.url("/a"), "empty"), 100));
        int most = NotificationOperations.MAX_EVENTS;
        hub.commit(IntStream.rangeClosed(0, most).mapToObj(i -> "e" + i).toArray(String[]::new));
        await().until(() -> hub.subscriptions.find("s1").orElseThrow().eventsSinceStart() == most + 1);

        BundleEntryResponseComponent some = hub.operations
                .events("s1", null, null, null)
                .orElseThrow()
                .getEntryFirstRep()
                .getResponse();
        assertThat(((OperationOutcome) some.getOutcome()).getIssueFirstRep().getDiagnostics())
                .contains("the first 1000", "eventsSinceNumber=1001");
        assertThat(hub.operations
                        .events("s1", 2L, null, null)
                        .orElseThrow()
                        .getEntryFirstRep()
                        .getResponse()
                        .hasOutcome())
                .isFalse();
    }

    @Test
    void aJob_isDoneByOneReplicaAtATime_andNotMoreOftenThanWanted() {
        JobLease one = new JobLease(hub.jdbc, hub.clock, "one", Duration.ofMinutes(2));
        JobLease two = new JobLease(hub.jdbc, hub.clock, "two", Duration.ofMinutes(2));
        assertThat(one.take("purge", Duration.ofMinutes(10))).isTrue();
        assertThat(two.take("purge", Duration.ofMinutes(10))).isFalse();
        hub.clock.advance(Duration.ofMinutes(3));
        assertThat(two.take("purge", Duration.ofMinutes(10)))
                .as("the first has died")
                .isTrue();
        assertThat(one.renew("purge")).isFalse();
        two.end("purge");
        assertThat(one.take("purge", Duration.ofMinutes(10))).isFalse();
        hub.clock.advance(Duration.ofMinutes(10));
        assertThat(one.take("purge", Duration.ofMinutes(10))).isTrue();
    }
}
