package dev.tributary.server.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Counts messages by source and state, and how long they took from receipt to their end. */
final class MessageMetrics {

    private final MeterRegistry registry;
    private final Clock clock;

    MessageMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    void received(String sourceId, boolean duplicate) {
        registry.counter("hub.messages.received", "source", sourceId, "duplicate", String.valueOf(duplicate))
                .increment();
    }

    void ended(String sourceId, MessageState state, Instant receivedAt) {
        registry.counter("hub.messages", "source", sourceId, "state", state.code())
                .increment();
        Timer.builder("hub.message.apply")
                .description("From receipt to applied, rejected or parked")
                .tag("source", sourceId)
                .publishPercentileHistogram()
                .register(registry)
                .record(Duration.between(receivedAt, clock.instant()).abs());
    }
}
