package dev.tributary.server.notify;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How notifications go out.
 *
 * @param allow endpoints besides https to public addresses: {@code http://127.0.0.1:*}, {@code https://receiver.internal:8443}
 * @param giveUpAfter when a notification that cannot be delivered becomes dead
 * @param errorAfter how long an endpoint may fail before its subscription goes to error
 * @param keep how long delivered notifications, their events and suppressions are kept; {@code $events} reads as far back
 * @param keepDead how long dead notifications are kept
 * @param purgeEvery how often what is older is removed
 */
@ConfigurationProperties("hub.notify")
public record NotifyProperties(
        @DefaultValue List<String> allow,
        @DefaultValue("3d") Duration giveUpAfter,
        @DefaultValue("5m") Duration errorAfter,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("90d") Duration keepDead,
        @DefaultValue("10m") Duration purgeEvery) {

    public NotifyProperties {
        allow = allow.stream().filter(pattern -> !pattern.isBlank()).toList();
        if (giveUpAfter.isNegative() || giveUpAfter.isZero()) {
            throw new IllegalArgumentException(
                    "hub.notify.give-up-after: \"" + giveUpAfter + "\" is no duration. Write one like 3d.");
        }
        if (errorAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "hub.notify.error-after: \"" + errorAfter + "\" is no duration. Write one like 5m.");
        }
        positive("keep", keep, "30d");
        positive("keep-dead", keepDead, "90d");
        positive("purge-every", purgeEvery, "10m");
    }

    private static void positive(String key, Duration value, String example) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "hub.notify." + key + ": \"" + value + "\" is no duration. Write one like " + example + ".");
        }
    }
}
