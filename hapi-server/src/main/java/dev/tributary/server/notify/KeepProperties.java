package dev.tributary.server.notify;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what was notified is kept.
 *
 * @param keep delivered notifications, their events and suppressions; {@code $events} reads as far back
 * @param keepDead dead notifications
 * @param purgeEvery how often what is older is removed
 */
@ConfigurationProperties("hub.notify")
public record KeepProperties(
        @DefaultValue("30d") Duration keep,
        @DefaultValue("90d") Duration keepDead,
        @DefaultValue("10m") Duration purgeEvery) {

    public KeepProperties {
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
