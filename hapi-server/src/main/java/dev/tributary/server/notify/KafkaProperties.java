package dev.tributary.server.notify;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Brokers that notifications may be written to.
 *
 * @param bootstrap {@code host:port} of some of them; none switches the channel off
 * @param client settings of the producer, by their own names
 */
@ConfigurationProperties("hub.notify.kafka")
public record KafkaProperties(
        @DefaultValue List<String> bootstrap, @DefaultValue Map<String, String> client) {

    public KafkaProperties {
        bootstrap = bootstrap.stream().filter(each -> !each.isBlank()).toList();
        for (var each : bootstrap) {
            if (!each.matches("[^\\s:/]+:\\d{1,5}|\\[[0-9A-Fa-f:]+]:\\d{1,5}")) {
                throw new IllegalArgumentException(
                        "hub.notify.kafka.bootstrap: \"" + each + "\" is no broker. Write host:port.");
            }
        }
    }
}
