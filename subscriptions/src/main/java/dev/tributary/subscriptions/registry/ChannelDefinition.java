package dev.tributary.subscriptions.registry;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription wants to be told.
 *
 * @param type a code of {@code Subscription.channel.type}, or of the extension backport-channel-type
 * @param endpoint where to; empty for channels that the client opens itself
 * @param headers header lines, {@code Name: value}
 * @param timeout how long one attempt may take
 * @param heartbeat how long the hub may be silent; null when the client did not ask for heartbeats
 * @param maxCount how many events one bundle may carry
 */
public record ChannelDefinition(
        String type,
        String endpoint,
        List<String> headers,
        Duration timeout,
        @Nullable Duration heartbeat,
        int maxCount) {}
