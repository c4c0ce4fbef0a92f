package dev.tributary.subscriptions;

import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static dev.tributary.subscriptions.Subscriptions.withHeartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.acknowledgement.AcknowledgementRule;
import dev.tributary.subscriptions.acknowledgement.AcknowledgementStore;
import dev.tributary.subscriptions.acknowledgement.Acknowledgements;
import dev.tributary.subscriptions.outbox.EventRepeat;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those are promised who ask that somebody acknowledges, whatever the database. */
abstract class AcknowledgementContract {

    private static final String BASE = "https://tributary.dev/fhir/StructureDefinition/";

    private final List<String> opened = new ArrayList<>();
    private Hub hub;
    private Receiver receiver;
    private AcknowledgementStore store;
    private Acknowledgements acknowledgements;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        hub = new Hub(database());
        receiver = new Receiver(Hub.FHIR);
        store = new AcknowledgementStore(hub.jdbc);
        acknowledgements = new Acknowledgements(new Acknowledgements.Parts(
                store,
                hub.subscriptions,
                new NotificationStore(hub.jdbc),
                new EventRepeat(hub.jdbc, hub.signal, hub.clock),
                (subscription, event, due) -> {
                    opened.add(subscription.id() + "-task-" + event.number());
                    return opened.get(opened.size() - 1);
                },
                hub.transactions,
                hub.clock));
        hub.listener = acknowledgements;
        hub.start();
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
        hub.close();
    }

    private static Subscription asking(Subscription subscription, String escalateTo) {
        Extension plan = subscription.addExtension().setUrl(BASE + "acknowledgement");
        plan.addExtension(
                "within", new org.hl7.fhir.r4.model.Duration().setValue(30).setCode("min"));
        if (escalateTo != null) {
            plan.addExtension("escalate-to", new Reference("Subscription/" + escalateTo));
        }
        return subscription;
    }

    private void activate(String id, Subscription subscription) {
        hub.subscribe(id, subscription);
        await().until(() -> hub.status(id) == SubscriptionStatus.ACTIVE);
    }

    private void awaitNumbers(String path, Integer... numbers) {
        await().untilAsserted(() -> assertThat(receiver.numbers(path)).containsExactly(numbers));
    }

    private Acknowledgements.Figures figures() {
        return acknowledgements.figures(Instant.EPOCH).get(0);
    }

    @Test
    void everyNumber_opensOneTask() {
        activate("s1", asking(toDischarges(receiver.url("/a"), "id-only"), null));
        activate("s2", toDischarges(receiver.url("/b"), "id-only"));
        hub.commit("e1", "e2");
        awaitNumbers("/a", 1, 2);

        assertThat(acknowledgements.open()).isEqualTo(2);
        assertThat(acknowledgements.open()).isZero();

        assertThat(opened).hasSize(2).doesNotHaveDuplicates();
        assertThat(store.owner(opened.get(0))).contains("owner");
        assertThat(figures().open()).isEqualTo(2);
    }

    @Test
    void whatWasNumberedBefore_opensNone() {
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        hub.commit("e1");
        awaitNumbers("/a", 1);

        activate("s1", asking(toDischarges(receiver.url("/a"), "id-only"), null));
        hub.commit("e2");
        awaitNumbers("/a", 1, 2);

        assertThat(acknowledgements.open()).isEqualTo(1);
    }

    @Test
    void whatNobodyAcknowledgesInTime_isToldToTheOther() {
        Subscription other = toDischarges(receiver.url("/b"), "id-only");
        other.setCriteria("https://tributary.dev/fhir/SubscriptionTopic/transfer");
        activate("s2", other);
        activate("s1", asking(toDischarges(receiver.url("/a"), "id-only"), "s2"));
        hub.commit("e1", "e2");
        awaitNumbers("/a", 1, 2);
        acknowledgements.open();
        hub.clock.advance(Duration.ofMinutes(10));
        acknowledge(opened.get(0), "accepted");
        assertThat(acknowledgements.escalate()).isZero();

        hub.clock.advance(Duration.ofMinutes(21));
        assertThat(figures().overdue()).isEqualTo(1);
        assertThat(acknowledgements.escalate()).isEqualTo(1);
        assertThat(acknowledgements.escalate()).isZero();

        awaitNumbers("/b", 1);
        assertThat(store.escalatedTask("s2", 1)).contains(opened.get(1));
        assertThat(figures().escalated()).isEqualTo(1);
    }

    @Test
    void whatIsEscalated_waitsForNoHeartbeat() {
        Subscription other = withHeartbeat(toDischarges(receiver.url("/b"), "id-only"), 86_400);
        other.setCriteria("https://tributary.dev/fhir/SubscriptionTopic/transfer");
        activate("s2", other);
        activate("s1", asking(toDischarges(receiver.url("/a"), "id-only"), "s2"));
        hub.commit("e1");
        awaitNumbers("/a", 1);
        acknowledgements.open();
        hub.clock.advance(Duration.ofMinutes(31));
        assertThat(acknowledgements.escalate()).isEqualTo(1);
        awaitNumbers("/b", 1);
    }

    @Test
    void whatSomebodyDeclines_isToldToTheOtherAtOnce() {
        activate("s2", toDischarges(receiver.url("/b"), "id-only"));
        activate("s1", asking(toDischarges(receiver.url("/a"), "id-only"), "s2"));
        hub.commit("e1");
        awaitNumbers("/a", 1);
        acknowledgements.open();

        acknowledge(opened.get(0), "rejected");

        assertThat(acknowledgements.escalate()).isEqualTo(1);
        awaitNumbers("/b", 1, 2);
    }

    @Test
    void timeToAcknowledge_isToldPerSubscriber() {
        activate("s1", asking(toDischarges(receiver.url("/a"), "id-only"), null));
        hub.commit("e1", "e2", "e3");
        awaitNumbers("/a", 1, 2, 3);
        acknowledgements.open();
        hub.clock.advance(Duration.ofMinutes(4));
        acknowledge(opened.get(0), "accepted");
        hub.clock.advance(Duration.ofMinutes(4));
        acknowledge(opened.get(0), "completed");
        acknowledge(opened.get(1), "in-progress");

        Acknowledgements.Figures figures = figures();

        assertThat(figures.acknowledged()).isEqualTo(2);
        assertThat(figures.open()).isEqualTo(2);
        assertThat(figures.p50()).isCloseTo(Duration.ofMinutes(4), Duration.ofSeconds(30));
        assertThat(figures.p90()).isCloseTo(Duration.ofMinutes(8), Duration.ofSeconds(30));
    }

    @Test
    void aPlanThatCannotBeKept_isRefused() {
        activate("s2", toDischarges(receiver.url("/b"), "id-only"));
        AcknowledgementRule own = new AcknowledgementRule(hub.subscriptions, () -> "owner");
        AcknowledgementRule foreign = new AcknowledgementRule(hub.subscriptions, () -> "somebody");

        assertThat(problems(own, asking(toDischarges(receiver.url("/a"), "id-only"), "s2")))
                .isZero();
        assertThat(problems(foreign, asking(toDischarges(receiver.url("/a"), "id-only"), "s2")))
                .isOne();
        assertThat(problems(own, asking(toDischarges(receiver.url("/a"), "id-only"), "nobody")))
                .isOne();
        Subscription endless = toDischarges(receiver.url("/a"), "id-only");
        endless.addExtension().setUrl(BASE + "acknowledgement");
        assertThat(problems(own, endless)).isOne();
    }

    private int problems(AcknowledgementRule rule, Subscription subscription) {
        return rule.problems(
                        hub.registry.validate(subscription, "owner").accepted().orElseThrow())
                .size();
    }

    private void acknowledge(String taskId, String status) {
        hub.transactions.executeWithoutResult(tx -> store.changed(taskId, status, hub.clock.instant()));
    }
}
