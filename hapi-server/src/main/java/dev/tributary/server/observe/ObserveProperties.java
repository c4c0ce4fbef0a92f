package dev.tributary.server.observe;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the hub calls itself degraded, and how often it looks.
 *
 * @param messageLag age of the oldest waiting message from which health says DEGRADED
 * @param notificationLag age of the oldest pending notification of an active subscription from which health says DEGRADED
 * @param failedSubscriptions how many subscriptions in error are still normal
 * @param sample how old figures of messages, notifications and subscriptions may be
 * @param count how old the counts of source records and unified patients may be; they read a whole index
 */
@ConfigurationProperties("hub.observe")
public record ObserveProperties(
        @DefaultValue("1m") Duration messageLag,
        @DefaultValue("1m") Duration notificationLag,
        @DefaultValue("0") int failedSubscriptions,
        @DefaultValue("5s") Duration sample,
        @DefaultValue("60s") Duration count) {

    public ObserveProperties {
        check("message-lag", messageLag, "1m");
        check("notification-lag", notificationLag, "1m");
        check("sample", sample, "5s");
        check("count", count, "60s");
        if (failedSubscriptions < 0) {
            throw new IllegalArgumentException(
                    "hub.observe.failed-subscriptions: " + failedSubscriptions + " is less than 0. Write 0.");
        }
    }

    private static void check(String key, Duration value, String usual) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(
                    "hub.observe.%s: %s is no duration above 0. Write one like %s.".formatted(key, value, usual));
        }
    }
}
