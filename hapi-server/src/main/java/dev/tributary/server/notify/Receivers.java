package dev.tributary.server.notify;

import dev.tributary.subscriptions.outbound.EndpointPrefix;
import dev.tributary.subscriptions.outbound.ReceiverTokens;
import dev.tributary.subscriptions.outbound.SigningKeys;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What the hub shows to some receivers: lists in {@link ReceiverProperties}. */
public final class Receivers {

    private Receivers() {}

    /**
     * @param endpoint the beginning of the endpoints
     * @param clients whose notifications may carry the token; all if empty
     */
    public record Oauth(
            String endpoint,
            @DefaultValue List<String> clients,
            URI tokenUrl,
            String clientId,
            String clientSecret,
            @Nullable String scope) {

        ReceiverTokens.Credentials credentials() {
            return new ReceiverTokens.Credentials(
                    prefix("oauth", endpoint), Set.copyOf(clients), tokenUrl, clientId, clientSecret, scope);
        }
    }

    /**
     * @param endpoint the beginning of the endpoints
     * @param key what both sides know, at least 16 characters
     */
    public record Signing(String endpoint, String key) {

        public Signing {
            if (key.length() < 16) {
                throw new IllegalArgumentException("hub.notify.signing: the key for \"" + endpoint
                        + "\" is too short. Take 16 characters or more.");
            }
        }

        SigningKeys.Key signingKey() {
            return new SigningKeys.Key(prefix("signing", endpoint), key);
        }
    }

    private static EndpointPrefix prefix(String list, String endpoint) {
        try {
            return EndpointPrefix.parse(endpoint);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hub.notify." + list + ": " + e.getMessage(), e);
        }
    }
}
