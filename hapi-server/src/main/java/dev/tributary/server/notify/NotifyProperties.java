package dev.tributary.server.notify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How notifications go out.
 *
 * @param allow endpoints besides https to public addresses: {@code http://127.0.0.1:*}, {@code https://receiver.internal:8443}
 * @param giveUpAfter when a notification that cannot be delivered becomes dead
 * @param errorAfter how long an endpoint may fail before its subscription goes to error
 * @param oauth receivers that want a bearer token
 * @param signing keys that notifications are signed with
 * @param proxy {@code http://host:port} that rest-hooks go through
 * @param sockets how many web sockets this replica holds at most
 * @param keep how long delivered notifications, their events and suppressions are kept; {@code $events} reads as far back
 * @param keepDead how long dead notifications are kept
 * @param purgeEvery how often what is older is removed
 */
@ConfigurationProperties("hub.notify")
public record NotifyProperties(
        @DefaultValue List<String> allow,
        @DefaultValue("3d") Duration giveUpAfter,
        @DefaultValue("5m") Duration errorAfter,
        @DefaultValue List<Receivers.Oauth> oauth,
        @DefaultValue List<Receivers.Signing> signing,
        @Nullable URI proxy,
        @DefaultValue("1000") int sockets,
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
        if (proxy != null && (!"http".equals(proxy.getScheme()) || proxy.getHost() == null)) {
            throw new IllegalArgumentException(
                    "hub.notify.proxy: \"" + proxy + "\" is no proxy. Write one like http://proxy.internal:3128.");
        }
        if (sockets < 0) {
            throw new IllegalArgumentException("hub.notify.sockets: \"" + sockets + "\" is negative. Write 0 or more.");
        }
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
