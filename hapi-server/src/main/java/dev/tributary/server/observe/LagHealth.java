package dev.tributary.server.observe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** How far the hub is behind. Being late is no reason to be taken out of service, so it never says DOWN. */
final class LagHealth implements HealthIndicator {

    private final HubFigures figures;
    private final ObserveProperties settings;

    LagHealth(HubFigures figures, ObserveProperties settings) {
        this.figures = figures;
        this.settings = settings;
    }

    @Override
    public Health health() {
        var waiting = new LinkedHashMap<String, Long>();
        var messages = Duration.ZERO;
        for (var source : figures.sources()) {
            var found = figures.messages(source);
            if (found.isEmpty()) {
                return Unread.health();
            }
            var backlog = found.get().waiting();
            waiting.put(source, backlog.count());
            messages = longer(messages, figures.age(backlog.oldest()));
        }
        return health(waiting, messages);
    }

    private Health health(LinkedHashMap<String, Long> waiting, Duration messages) {
        Optional<Figures.Notifications> found = figures.notifications();
        if (found.isEmpty()) {
            return Unread.health();
        }
        var notifications = figures.age(found.get().oldestDue().orElse(null));
        var isLate = messages.compareTo(settings.messageLag()) >= 0
                || notifications.compareTo(settings.notificationLag()) >= 0;
        return (isLate ? Health.status(Degraded.STATUS) : Health.up())
                .withDetail("waiting", waiting)
                .withDetail("oldestMessageSeconds", messages.toSeconds())
                .withDetail("pendingNotifications", found.get().pendingCount())
                .withDetail("oldestNotificationSeconds", notifications.toSeconds())
                .build();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
