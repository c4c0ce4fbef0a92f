package dev.tributary.server.notify;

import dev.tributary.subscriptions.NotificationMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The engine's counts as metrics. */
final class NotificationMeters implements NotificationMetrics {

    private final Timer latency;
    private final Counter failedAttempts;
    private final Counter dead;
    private final Counter failedSubscriptions;

    NotificationMeters(MeterRegistry registry) {
        this.latency = Timer.builder("hub.notification.latency")
                .description("From commit of the event to the endpoint's answer")
                .publishPercentileHistogram()
                .register(registry);
        this.failedAttempts = registry.counter("hub.notification.attempts.failed");
        this.dead = registry.counter("hub.notifications.dead");
        this.failedSubscriptions = registry.counter("hub.subscriptions.failed");
    }

    @Override
    public void delivered(Duration committedToReceived) {
        latency.record(committedToReceived.isNegative() ? Duration.ZERO : committedToReceived);
    }

    @Override
    public void attemptFailed() {
        failedAttempts.increment();
    }

    @Override
    public void dead(int notifications) {
        dead.increment(notifications);
    }

    @Override
    public void subscriptionFailed() {
        failedSubscriptions.increment();
    }
}
