package dev.tributary.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.kafka.KafkaChannel;
import dev.tributary.subscriptions.kafka.KafkaSettings;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** What readers of a topic are promised, with a broker of one node. */
class KafkaDeliveryTest {

    private static EmbeddedKafkaKraftBroker broker;

    private Hub hub;
    private KafkaChannel channel;
    private final Receiver receiver = new Receiver(Hub.FHIR);

    @BeforeAll
    static void startBroker() {
        broker = new EmbeddedKafkaKraftBroker(1, 2, "discharges");
        broker.afterPropertiesSet();
    }

    @AfterAll
    static void stopBroker() {
        broker.destroy();
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
        channel.close();
        receiver.close();
    }

    private void open(String bootstrap) {
        open(bootstrap, Map.of());
    }

    private void open(String bootstrap, Map<String, String> client) {
        BackportBundles bundles = new BackportBundles(
                Hub.BASE, (reference, owner) -> Optional.empty(), UUID::randomUUID, Clock.systemUTC());
        KafkaSettings settings = new KafkaSettings(bootstrap.isEmpty() ? List.of() : List.of(bootstrap), client);
        channel = new KafkaChannel(settings, Hub.FHIR, bundles);
        hub = new Hub(TestDatabase.H2, policy -> List.of(channel));
        hub.start();
    }

    private static Subscription subscription(String endpoint, String content) {
        Subscription subscription = Subscriptions.toDischarges(endpoint, content);
        subscription
                .getChannel()
                .getTypeElement()
                .addExtension(
                        "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-channel-type",
                        new Coding("https://tributary.dev/fhir/CodeSystem/channel", "kafka", null));
        return subscription;
    }

    @Test
    void everyEvent_isOneRecordUnderItsPatientWithItsNumber() {
        open(broker.getBrokersAsString());
        Subscription subscription = Subscriptions.withHeartbeat(subscription("kafka:discharges", "id-only"), 60);
        subscription.getChannel().addHeader("X-Department: 7");
        hub.subscribe("s1", subscription);
        await().atMost(Duration.ofSeconds(20)).until(() -> hub.status("s1") == SubscriptionStatus.ACTIVE);

        hub.commit("e1", "e2", "e3");
        await().untilAsserted(
                        () -> assertThat(hub.log.list("s1", "delivered", 10)).hasSize(3));
        hub.clock.advance(Duration.ofSeconds(61));
        hub.signal.appended();
        List<ConsumerRecord<String, String>> all = read("discharges", 4);
        List<ConsumerRecord<String, String>> records =
                all.stream().filter(record -> record.key() != null).toList();

        assertThat(all)
                .filteredOn(record -> record.key() == null)
                .singleElement()
                .satisfies(heartbeat ->
                        assertThat(heartbeat.value()).contains("\"heartbeat\"").doesNotContain("Patient/"));
        assertThat(all).extracting(record -> header(record, "X-Department")).containsOnly("7");
        assertThat(records).extracting(ConsumerRecord::key).containsOnly("Patient/p1");
        assertThat(records).extracting(record -> header(record, "event-number")).containsExactly("1", "2", "3");
        assertThat(records).extracting(record -> header(record, "subscription")).containsOnly("s1");
        Bundle bundle = Hub.FHIR
                .newJsonParser()
                .parseResource(Bundle.class, records.get(1).value());
        Parameters status = (Parameters) bundle.getEntryFirstRep().getResource();
        assertThat(status.getParameter("events-since-subscription-start")
                        .getValue()
                        .primitiveValue())
                .isEqualTo("2");
    }

    /** A port where nobody listens: the client would wait for a minute if it were let. */
    @Test
    void brokersThatAreAway_holdUpNobodyElse() {
        open("127.0.0.1:1");
        hub.subscribe("s1", subscription("kafka:discharges", "id-only"));
        hub.subscribe("s2", Subscriptions.toDischarges(receiver.url("/a"), "id-only"));
        await().until(() -> hub.status("s2") == SubscriptionStatus.ACTIVE);

        hub.commit("e1");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(receiver.numbers("/a")).containsExactly(1));
        assertThat(hub.status("s1")).isEqualTo(SubscriptionStatus.REQUESTED);
    }

    @Test
    void settingsThatCannotBeUsed_areSaidToBeTheOperators() {
        open("127.0.0.1:1", Map.of("security.protocol", "NONSENSE"));
        hub.subscribe("s1", subscription("kafka:discharges", "id-only"));
        await().atMost(Duration.ofSeconds(20)).until(() -> hub.status("s1") == SubscriptionStatus.ERROR);
        assertThat(hub.changes)
                .anySatisfy(
                        change -> assertThat(change)
                                .contains(
                                        "The handshake failed. The hub's settings of the brokers cannot be used; its log says why."));
    }

    @Test
    void withoutBrokersOrTopic_itIsRefusedWhenStored() {
        open("");
        assertThat(problem(subscription("kafka:discharges", "id-only"))).contains("hub.notify.kafka.bootstrap");
        assertThat(problem(subscription("kafka:no topic", "id-only"))).contains("kafka:<topic>");
        assertThat(problem(subscription("kafka:..", "id-only"))).contains("kafka:<topic>");
    }

    private String problem(Subscription subscription) {
        return hub.registry.validate(subscription, "owner").problems().get(0).text();
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<String, String>> read(String topic, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.getBrokersAsString(),
                "group.id", UUID.randomUUID().toString(),
                "auto.offset.reset", "earliest");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return records;
    }
}
