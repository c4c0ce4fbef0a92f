package dev.tributary.server.notify;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what went out is kept.
 *
 * @param keep how long delivered notifications, their events and suppressions are kept; {@code $events} reads as far back
 * @param keepDead how long dead notifications are kept
 * @param purgeEvery how often what is older is removed
 */
@ConfigurationProperties("hub.notify")
public record KeepProperties(
        @DefaultValue("30d") Duration keep,
        @DefaultValue("90d") Duration keepDead,
        @DefaultValue("10m") Duration purgeEvery) {

    public KeepProperties {
        requirePositive("keep", keep, "30d");
        requirePositive("keep-dead", keepDead, "90d");
        requirePositive("purge-every", purgeEvery, "10m");
    }

    private static void requirePositive(String key, Duration value, String example) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "hub.notify." + key + ": \"" + value + "\" is no duration. Write one like " + example + ".");
        }
    }
}
