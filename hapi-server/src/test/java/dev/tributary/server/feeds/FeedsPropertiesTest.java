package dev.tributary.server.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class FeedsPropertiesTest {

    @Test
    void everyKey_arrivesOrHasItsDefault() {
        var settings = bind(Map.of("workers", "3", "max-connections", "4", "max-message", "5KB"));

        assertThat(settings.workers()).isEqualTo(3);
        assertThat(settings.maxConnections()).isEqualTo(4);
        assertThat(settings.maxMessageBytes()).isEqualTo(5120);
        assertThat(settings.idleTimeout()).hasHours(1);
        assertThat(settings.dropPoll()).hasSeconds(2);
        assertThat(settings.dropLeftover()).hasMinutes(5);
    }

    @Test
    void mistake_namesKeyValueAndRemedy() {
        assertThatThrownBy(() -> bind(Map.of("workers", "0")))
                .getRootCause()
                .hasMessage("hub.feeds.workers: \"0\" does not do. Write a number from 1 to 256.");
        assertThatThrownBy(() -> bind(Map.of("drop-leftover", "1s")))
                .getRootCause()
                .hasMessageContaining("drop-poll");
    }

    private static FeedsProperties bind(Map<String, String> keys) {
        var all = new HashMap<String, String>();
        keys.forEach((key, value) -> all.put("hub.feeds." + key, value));
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("hub.feeds", FeedsProperties.class);
    }
}
