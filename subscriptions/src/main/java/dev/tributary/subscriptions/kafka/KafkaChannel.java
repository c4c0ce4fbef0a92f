package dev.tributary.subscriptions.kafka;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.delivery.Channel;
import dev.tributary.subscriptions.delivery.Dispatch;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel {@code kafka}: the numbered notifications of the Backport as records of a topic, endpoint {@code kafka:<topic>}.
 *
 * <p>The key is the unified patient, so what happens to one person stays in order in one partition. One record at a time per subscription, each
 * acknowledged by all replicas before the next; a record may repeat, under the same number. The producer connects when it is first needed and
 * waits on threads of its own, so brokers that are away hold up nobody else.
 */
public final class KafkaChannel implements Channel, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaChannel.class);
    private static final Pattern ENDPOINT = Pattern.compile("kafka:(?!\\.{1,2}$)([A-Za-z0-9._-]{1,249})");
    private static final int THREADS = 8;

    private final KafkaSettings settings;
    private final FhirContext fhir;
    private final BackportBundles bundles;
    private final ExecutorService threads;
    private @Nullable Producer<String, byte[]> producer;
    private boolean closed;
    /** The last reason why no producer could be made. */
    private @Nullable String said;

    public KafkaChannel(KafkaSettings settings, FhirContext fhir, BackportBundles bundles) {
        this.settings = settings;
        this.fhir = fhir;
        this.bundles = bundles;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "hub-kafka-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public boolean tellsBareNumbers() {
        return true;
    }

    /** A record has one key, so it tells of one person. */
    @Override
    public int mostEvents(SubscriptionDefinition definition) {
        return 1;
    }

    @Override
    public Optional<String> refusal(SubscriptionDefinition definition) {
        if (!ENDPOINT.matcher(definition.channel().endpoint()).matches()) {
            return Optional.of(
                    "The endpoint of this channel is kafka:<topic>; brokers are configured by hub.notify.kafka.");
        }
        if (settings.bootstrap().isEmpty()) {
            return Optional.of("This hub has no brokers: hub.notify.kafka.bootstrap is not configured.");
        }
        return definition.payload().isXml()
                ? Optional.of("Records are written in JSON: the payload must be application/fhir+json.")
                : Optional.empty();
    }

    @Override
    public Dispatch prepare(Shipment shipment) {
        String topic = shipment.subscription().definition().channel().endpoint().substring("kafka:".length());
        return switch (shipment.purpose()) {
            case HANDSHAKE -> () -> onThread(() -> reach(topic));
            case HEARTBEAT -> {
                ProducerRecord<String, byte[]> record =
                        record(topic, shipment, bundles.heartbeat(shipment.subscription()), null);
                yield () -> onThread(() -> send(record, timeout(shipment)));
            }
            case EVENTS -> {
                ProducerRecord<String, byte[]> record = record(topic, shipment);
                yield () -> onThread(() -> send(record, timeout(shipment)));
            }
        };
    }

    private static Duration timeout(Shipment shipment) {
        return shipment.subscription().definition().channel().timeout();
    }

    private ProducerRecord<String, byte[]> record(String topic, Shipment shipment) {
        NotifiedEvent event = shipment.events().get(0);
        SubscriptionDefinition definition = shipment.subscription().definition();
        // An empty notification names nobody, not even in its key.
        String key = definition.content() == PayloadContent.EMPTY || event.isWithheld() ? null : event.patient();
        ProducerRecord<String, byte[]> record =
                record(topic, shipment, bundles.notification(shipment.subscription(), List.of(event)), key);
        add(record, "event-number", Long.toString(event.number()));
        return record;
    }

    private ProducerRecord<String, byte[]> record(
            String topic, Shipment shipment, Bundle bundle, @Nullable String key) {
        byte[] value = fhir.newJsonParser().encodeResourceToString(bundle).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        StoredSubscription subscription = shipment.subscription();
        for (String header : subscription.definition().channel().headers()) {
            int colon = header.indexOf(':');
            add(record, header.substring(0, colon), header.substring(colon + 1).strip());
        }
        add(record, "subscription", subscription.id());
        add(record, "content-type", "application/fhir+json");
        return record;
    }

    private static void add(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
    }

    private CompletableFuture<Reply> onThread(Talk talk) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return talk.reply();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return Reply.unanswered("The hub is stopping.");
                    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
                        return failed(e.getCause() == null ? e : e.getCause());
                    } catch (KafkaException e) {
                        return failed(e);
                    }
                },
                threads);
    }

    private Reply reach(String topic) {
        return producer().partitionsFor(topic).isEmpty()
                ? Reply.unanswered("The brokers have no such topic.")
                : Reply.TAKEN;
    }

    /** The producer may still get it through after that; then it repeats under its number, before any other. */
    private Reply send(ProducerRecord<String, byte[]> record, Duration timeout)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        producer().send(record).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return Reply.TAKEN;
    }

    private static Reply failed(Throwable failure) {
        if (failure instanceof UnusableSettings) {
            return Reply.unanswered("The hub's settings of the brokers cannot be used; its log says why.");
        }
        if (failure instanceof RecordTooLargeException) {
            return Reply.refused("The brokers refuse a record of this size.", 1, "");
        }
        if (failure instanceof InvalidTopicException) {
            return Reply.unanswered("The brokers have no such topic.");
        }
        if (failure instanceof AuthorizationException || failure instanceof AuthenticationException) {
            return Reply.unanswered("The brokers do not let the hub write to this topic.");
        }
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            return Reply.unanswered("The brokers did not acknowledge in time, or have no such topic.");
        }
        return Reply.unanswered(
                "The brokers did not take the record: " + failure.getClass().getSimpleName() + ".");
    }

    private synchronized Producer<String, byte[]> producer() {
        if (closed) {
            throw new KafkaException("The hub is stopping");
        }
        if (producer == null) {
            try {
                producer = new KafkaProducer<>(settings.producer());
            } catch (KafkaException e) {
                tellOperator(e);
                throw new UnusableSettings(e);
            }
        }
        return producer;
    }

    /** The settings are the operator's, and so is the reason; said once, not at every attempt. */
    private void tellOperator(KafkaException failure) {
        Throwable root = failure.getCause() == null ? failure : failure.getCause();
        String reason = String.valueOf(root.getMessage());
        if (!reason.equals(said)) {
            said = reason;
            log.error("hub.notify.kafka: the brokers cannot be reached with these settings: {}", reason);
        }
    }

    /** No producer can be made; nothing was sent. */
    private static final class UnusableSettings extends KafkaException {
        private static final long serialVersionUID = 1L;

        UnusableSettings(KafkaException cause) {
            super(cause);
        }
    }

    /** Gives what is under way two seconds. */
    @Override
    public synchronized void close() {
        closed = true;
        threads.shutdownNow();
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }

    private interface Talk {
        Reply reply() throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException;
    }
}
