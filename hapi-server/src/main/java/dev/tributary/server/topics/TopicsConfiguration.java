package dev.tributary.server.topics;

import dev.tributary.server.storage.WatchedTypes;
import dev.tributary.subscriptions.events.ShippedEvents;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.EventOutbox;
import dev.tributary.subscriptions.topics.ShippedTopics;
import dev.tributary.subscriptions.topics.Topics;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires topics and the events that they make. */
@Configuration(proxyBeanMethods = false)
public class TopicsConfiguration {

    @Bean
    Topics topics() {
        return new ShippedTopics();
    }

    @Bean
    WatchedTypes watchedTypes() {
        return ShippedEvents.resourceTypes()::contains;
    }

    @Bean
    EventRecording eventRecording(JdbcTemplate jdbc, CommitSignal signal, Clock clock, Supplier<UUID> ids) {
        return new EventRecording(new EventOutbox(jdbc, signal, clock), ids);
    }
}
