package dev.tributary.subscriptions.registry;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        int maxCount) {

    private static final Pattern STREAM = Pattern.compile("(?i)(mllps?://[^/?#]{1,280}).*");

    /**
     * Where what it sends arrives as one stream with what other subscriptions send there, so that all of it goes in the order of the events; null
     * where each subscription is a stream of its own.
     */
    public @Nullable String destination() {
        Matcher stream = STREAM.matcher(endpoint);
        return stream.matches() ? String.valueOf(stream.group(1)).toLowerCase(Locale.ROOT) : null;
    }
}
