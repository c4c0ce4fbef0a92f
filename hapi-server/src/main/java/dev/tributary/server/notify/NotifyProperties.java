package dev.tributary.server.notify;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How notifications go out. Whom they go to: {@link ReceiverProperties}; how long they are kept: {@link KeepProperties}.
 *
 * @param allow endpoints besides https to public addresses: {@code http://127.0.0.1:*}, {@code https://receiver.internal:8443}
 * @param giveUpAfter when a notification that cannot be delivered becomes dead
 * @param errorAfter how long an endpoint may fail before its subscription goes to error
 * @param sockets how many web sockets this replica holds at most
 */
@ConfigurationProperties("hub.notify")
public record NotifyProperties(
        @DefaultValue List<String> allow,
        @DefaultValue("3d") Duration giveUpAfter,
        @DefaultValue("5m") Duration errorAfter,
        @DefaultValue("1000") int sockets) {

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
        if (sockets < 0) {
            throw new IllegalArgumentException("hub.notify.sockets: \"" + sockets + "\" is negative. Write 0 or more.");
        }
    }
}
