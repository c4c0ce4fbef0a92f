package dev.tributary.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.context.Record;
import dev.tributary.subscriptions.context.Stay;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.hl7v2.Destination;
import dev.tributary.subscriptions.hl7v2.MllpChannel;
import dev.tributary.subscriptions.outbox.NotificationLog;
import dev.tributary.subscriptions.outbox.Replays;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What destinations that listen for HL7 v2 are promised. */
class MllpDeliveryTest {

    private final Record record = Stay.finished();
    private final Destination destination = new Destination();
    private Hub hub;

    @BeforeEach
    void open() {
        for (int i = 1; i <= 5; i++) {
            Encounter visit = record.add("v" + i, new Encounter());
            visit.setStatus(Encounter.EncounterStatus.FINISHED).getClass_().setCode("IMP");
        }
        hub = new Hub(
                TestDatabase.H2,
                policy -> List.of(new MllpChannel(
                        record.reads(),
                        Hub.BASE,
                        policy,
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        Clock.systemUTC())));
        hub.start();
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
        destination.close();
    }

    static Subscription subscription(String endpoint) {
        Subscription subscription = Subscriptions.toDischarges(endpoint, "full-resource");
        subscription
                .getChannel()
                .getTypeElement()
                .addExtension(
                        "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-channel-type",
                        new Coding("https://tributary.dev/fhir/CodeSystem/channel", "hl7v2-mllp", null));
        return subscription;
    }

    private void activate() {
        hub.subscribe("s1", subscription(destination.url()));
        await().until(() -> hub.status("s1") == SubscriptionStatus.ACTIVE);
    }

    private List<NotificationLog.Entry> entries(String state) {
        return hub.log.list("s1", state, 10);
    }

    private void awaitDelivered(int count) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(entries("delivered")).hasSize(count));
    }

    @Test
    @DisplayName(
            "V2-02: every event is one message, in order, acknowledged one by one, also after the destination hung up")
    void everyEvent_isOneMessageInOrder() throws IOException {
        activate();
        assertThat(destination.got()).isEmpty();

        hub.commit("v1", "v2", "v3");
        awaitDelivered(3);
        destination.hangUp();
        hub.commit("v4");
        awaitDelivered(4);

        assertThat(destination.controlIds()).doesNotHaveDuplicates().hasSize(4);
        assertThat(destination.got()).allMatch(message -> message.contains("|ADT^A03^ADT_A03|"));
        assertThat(destination.got().get(3)).contains("v4^^^");
    }

    @Test
    @DisplayName("V2-02: AR makes a message dead at once with the destination's words, and the lane goes on")
    void rejected_isDeadAtOnce() {
        activate();
        destination.answer(message -> message.contains("v1^^^")
                ? Destination.acknowledge(message, "AR").replace("\r\n", "\r")
                        + "ERR||MSH^1^9|200^Unsupported message type^HL70357|E||||We take no A03\r"
                : Destination.acknowledge(message, "CA"));

        hub.commit("v1", "v2");
        awaitDelivered(1);

        assertThat(entries("dead")).singleElement().satisfies(dead -> {
            assertThat(dead.attempts()).isEqualTo(1);
            assertThat(dead.reason()).contains("answered AR (200 at MSH^1^9)", "We take no A03");
        });
        assertThat(hub.status("s1")).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void answeredWithAnError_isRepeatedThreeTimesAndThenDead() {
        activate();
        destination.answer(message -> Destination.acknowledge(message, message.contains("v1^^^") ? "AE" : "AA"));

        hub.commit("v1", "v2");
        awaitDelivered(1);

        assertThat(entries("dead"))
                .singleElement()
                .satisfies(dead -> assertThat(dead.attempts()).isEqualTo(3));
        assertThat(destination.controlIds().subList(0, 3))
                .containsOnly(destination.controlIds().get(0));
        assertThat(destination.got()).hasSize(4);
    }

    @Test
    @DisplayName(
            "V2-04: silence and answers to other messages are no acknowledgement; the same message comes again, before the next")
    void withoutItsAcknowledgement_aMessageComesAgain() {
        Subscription subscription = Subscriptions.withTimeout(subscription(destination.url()), 1);
        hub.subscribe("s1", subscription);
        await().until(() -> hub.status("s1") == SubscriptionStatus.ACTIVE);
        AtomicInteger calls = new AtomicInteger();
        destination.answer(message -> switch (calls.incrementAndGet()) {
            case 1 -> null;
            case 2 -> "MSH|^~\\&|||||||ACK|1|P|2.5.1\rMSA|AA|another\r";
            default -> Destination.acknowledge(message, "AA");
        });

        hub.commit("v1", "v2");
        awaitDelivered(2);

        List<String> ids = destination.controlIds();
        assertThat(ids.subList(0, 3)).containsOnly(ids.get(0));
        assertThat(ids).hasSize(4);
        assertThat(entries("dead")).isEmpty();
    }

    /** Some send a commit acknowledgement and an application acknowledgement of each message on the one connection. */
    @Test
    @DisplayName("V2-02: a destination that acknowledges each message twice gets each once")
    void acknowledgedTwice_aMessageComesOnce() {
        activate();
        destination.answer(message ->
                Destination.acknowledge(message, "CA") + "\u001c\r\u000b" + Destination.acknowledge(message, "AA"));

        hub.commit("v1", "v2", "v3", "v4");
        awaitDelivered(4);

        assertThat(destination.controlIds()).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    @DisplayName(
            "V2-04: what several subscriptions send to one destination goes in the order of the events, also after silence")
    void severalSubscriptions_areOneStream() {
        Subscription admissions = Subscriptions.withTimeout(subscription(destination.url()), 1);
        admissions.setCriteria(EventKind.ADMISSION.topic());
        hub.subscribe("s0", admissions);
        activate();
        await().until(() -> hub.status("s0") == SubscriptionStatus.ACTIVE);
        hub.start();
        AtomicInteger calls = new AtomicInteger();
        destination.answer(message -> calls.incrementAndGet() == 2 ? null : Destination.acknowledge(message, "AA"));

        for (int i = 1; i <= 5; i++) {
            hub.commit("v" + i);
            hub.append(EventKind.ADMISSION.code(), "v" + i, "p1", Map.of());
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> hub.log.list(null, "delivered", 20).size() == 10);

        assertThat(destination.got().stream().map(MllpDeliveryTest::trigger).toList())
                .containsExactly("A03", "A01", "A01", "A03", "A01", "A03", "A01", "A03", "A01", "A03", "A01");
        hub.transactions.executeWithoutResult(tx -> hub.subscriptions.pause("s0"));
        hub.append(EventKind.ADMISSION.code(), "v1", "p1", Map.of());
        hub.commit("v2");
        awaitDelivered(6);
    }

    @Test
    @DisplayName(
            "V2-02: one destination gets one message for each real change, however many subscriptions of a client tell it")
    void oneChange_isOneMessage() {
        for (EventKind kind : List.of(EventKind.ADMISSION, EventKind.ENCOUNTER_START, EventKind.ENCOUNTER_CORRECTED)) {
            Subscription more = subscription(destination.url());
            more.setCriteria(kind.topic());
            hub.subscribe("s-" + kind.code(), more);
            await().until(() -> hub.status("s-" + kind.code()) == SubscriptionStatus.ACTIVE);
        }
        activate();
        hub.start();
        UUID message = UUID.randomUUID();
        hub.transactions.executeWithoutResult(tx -> hub.outbox.append(List.of(
                told(EventKind.ENCOUNTER_START, "1", message, Set.of()),
                told(EventKind.ADMISSION, "1", message, Set.of()),
                told(EventKind.DISCHARGE, "2", UUID.randomUUID(), Set.of()),
                told(EventKind.ENCOUNTER_CORRECTED, "3", UUID.randomUUID(), Set.of("discharge")))));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> hub.log.list(null, "delivered", 20).size() == 5);

        assertThat(destination.got().stream().map(MllpDeliveryTest::trigger).toList())
                .containsExactly("A01", "A03", "A08");
        assertThat(hub.log.list(null, "delivered", 20).stream()
                        .map(NotificationLog.Entry::withheld)
                        .filter(Objects::nonNull)
                        .toList())
                .containsExactlyInAnyOrder(
                        "The destination got it from Subscription s-encounter-start under number 1.",
                        "The destination got it from Subscription s-encounter-corrected under number 1.");

        hub.replays.replay(new Replays.Choice("s1", null, null, null, Set.of("delivered")));
        await().atMost(Duration.ofSeconds(10)).until(() -> destination.got().size() == 5);
        assertThat(destination.got().stream().map(MllpDeliveryTest::trigger).toList())
                .as("what is replayed is sent again")
                .containsExactly("A01", "A03", "A08", "A03", "A08");
    }

    private static HubEvent told(EventKind kind, String version, UUID message, Set<String> corrects) {
        return new HubEvent(
                UUID.randomUUID(),
                kind.code(),
                "Encounter/v1",
                version,
                "Patient/p1",
                Instant.parse("2026-03-01T10:00:00Z"),
                message,
                Facts.none(),
                corrects);
    }

    private static String trigger(String message) {
        return message.substring(message.indexOf("|ADT^") + 5, message.indexOf("|ADT^") + 8);
    }

    @Test
    void whatCannotBeServed_isRefusedWhenStored() {
        assertThat(problem(subscription("mllp://127.0.0.1"))).contains("mllp://host:port");
        assertThat(problem(subscription("mllp://192.0.2.1:2575"))).contains("hub.notify.allow");
        assertThat(problem(subscription("http://127.0.0.1:2575"))).contains("mllp://host:port");
        Subscription idOnly = subscription("mllp://127.0.0.1:2575");
        idOnly.getChannel()
                .getPayloadElement()
                .getExtension()
                .get(0)
                .setValue(new org.hl7.fhir.r4.model.CodeType("id-only"));
        assertThat(problem(idOnly)).contains("full-resource");
        Subscription split = subscription("mllp://127.0.0.1:2575");
        split.setCriteria("https://tributary.dev/fhir/SubscriptionTopic/patient-split");
        assertThat(problem(split)).contains("No ADT message");
        assertThat(problem(Subscriptions.withHeartbeat(subscription("mllp://127.0.0.1:2575"), 60)))
                .contains("no heartbeats");
        Subscription headers = subscription("mllp://127.0.0.1:2575");
        headers.getChannel().addHeader("X-Department: 7");
        assertThat(problem(headers)).contains("channel.header");
    }

    private String problem(Subscription subscription) {
        return hub.registry.validate(subscription, "owner").problems().get(0).text();
    }
}
