package dev.tributary.server.observe;

import java.util.TreeMap;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Whether subscribers are reached: one whose endpoint failed for too long is in error until its client asks for it again. */
final class NotificationHealth implements HealthIndicator {

    private final HubFigures figures;
    private final ObserveProperties settings;

    NotificationHealth(HubFigures figures, ObserveProperties settings) {
        this.figures = figures;
        this.settings = settings;
    }

    @Override
    public Health health() {
        var subscriptions = figures.subscriptions();
        var notifications = figures.notifications();
        if (subscriptions.isEmpty() || notifications.isEmpty()) {
            return Unread.health();
        }
        var failed = subscriptions.get().getOrDefault("error", 0L);
        return (failed > settings.failedSubscriptions() ? Health.status(Degraded.STATUS) : Health.up())
                .withDetail("subscriptions", new TreeMap<>(subscriptions.get()))
                .withDetail("pending", notifications.get().pendingCount())
                .withDetail("dead", notifications.get().dead())
                .build();
    }
}
