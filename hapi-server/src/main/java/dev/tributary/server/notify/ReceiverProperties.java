package dev.tributary.server.notify;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What receivers ask for, and how they are reached.
 *
 * @param oauth receivers that want a bearer token
 * @param signing keys that notifications are signed with
 * @param proxy {@code http://host:port} that rest-hooks go through
 */
@ConfigurationProperties("hub.notify")
public record ReceiverProperties(
        @DefaultValue List<Receivers.Oauth> oauth,
        @DefaultValue List<Receivers.Signing> signing,
        @Nullable URI proxy) {

    public ReceiverProperties {
        if (proxy != null && (!"http".equals(proxy.getScheme()) || proxy.getHost() == null)) {
            throw new IllegalArgumentException(
                    "hub.notify.proxy: \"" + proxy + "\" is no proxy. Write one like http://proxy.internal:3128.");
        }
    }
}
