package dev.tributary.subscriptions.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How the brokers are reached.
 *
 * @param bootstrap {@code host:port} of some of them
 * @param client further <a href="https://kafka.apache.org/documentation/#producerconfigs">producer settings</a>, such as {@code security.protocol}
 */
public record KafkaSettings(List<String> bootstrap, Map<String, String> client) {

    /** How long one record may take altogether; brokers that are away for longer are tried again by the engine. */
    static final Duration DELIVERY = Duration.ofSeconds(15);

    private static final Duration REQUEST = Duration.ofSeconds(5);

    /** What the producer is made with. What order and durability rest on cannot be configured away. */
    Map<String, Object> producer() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L << 20);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, REQUEST.toMillis());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "tributary");
        settings.putAll(client);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }
}
