package dev.tributary.server.feeds;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What all feeds share; ports and folders belong to each source.
 *
 * @param workers messages that are stored at the same time
 * @param maxConnections MLLP connections at the same time, over all listeners
 * @param maxMessage larger messages are refused
 * @param idleTimeout an MLLP connection without traffic is closed after this time
 * @param dropPoll how often watched folders are looked at
 * @param dropLeftover a file that a replica took and did not finish is taken up again after this time
 */
@ConfigurationProperties("hub.feeds")
public record FeedsProperties(
        @DefaultValue("16") int workers,
        @DefaultValue("1000") int maxConnections,
        @DefaultValue("32MB") DataSize maxMessage,
        @DefaultValue("1h") Duration idleTimeout,
        @DefaultValue("2s") Duration dropPoll,
        @DefaultValue("5m") Duration dropLeftover) {

    public FeedsProperties {
        check(workers >= 1 && workers <= 256, "workers", workers, "a number from 1 to 256");
        check(maxConnections >= 1, "max-connections", maxConnections, "a number from 1");
        check(
                maxMessage.toBytes() >= 1024 && maxMessage.toBytes() <= 1L << 30,
                "max-message",
                maxMessage,
                "a size from 1KB to 1024MB");
        check(idleTimeout.toMillis() >= 1, "idle-timeout", idleTimeout, "a time like 1h");
        check(dropPoll.toMillis() >= 1, "drop-poll", dropPoll, "a time like 2s");
        check(dropLeftover.compareTo(dropPoll) > 0, "drop-leftover", dropLeftover, "a time longer than drop-poll");
    }

    /** What the sender of a larger message is told, and the journal with it. */
    String tooLarge() {
        return "The message is larger than %d bytes. Split it, or raise hub.feeds.max-message."
                .formatted(maxMessageBytes());
    }

    int maxMessageBytes() {
        return (int) maxMessage.toBytes();
    }

    private static void check(boolean sound, String key, Object value, String remedy) {
        if (!sound) {
            throw new IllegalArgumentException(
                    "hub.feeds.%s: \"%s\" does not do. Write %s.".formatted(key, value, remedy));
        }
    }
}
