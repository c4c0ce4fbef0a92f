package dev.tributary.server.notify;

import dev.tributary.subscriptions.channel.EmailSettings;
import dev.tributary.subscriptions.channel.EmailSettings.Encryption;
import dev.tributary.subscriptions.outbound.EndpointPrefix;
import dev.tributary.subscriptions.outbound.ReceiverTokens;
import dev.tributary.subscriptions.outbound.SigningKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the hub shows to receivers, and whom it trusts.
 *
 * @param oauth receivers that want a bearer token
 * @param signing keys that notifications are signed with
 * @param proxy {@code http://host:port} that rest-hooks go through
 * @param sockets how many web sockets this replica holds at most
 */
@ConfigurationProperties("hub.notify")
public record OutboundProperties(
        @DefaultValue Tls tls,
        @DefaultValue List<Oauth> oauth,
        @DefaultValue List<Signing> signing,
        @DefaultValue Email email,
        @Nullable URI proxy,
        @DefaultValue("1000") int sockets) {

    public OutboundProperties {
        if (proxy != null && (!"http".equals(proxy.getScheme()) || proxy.getHost() == null)) {
            throw new IllegalArgumentException(
                    "hub.notify.proxy: \"" + proxy + "\" is no proxy. Write one like http://proxy.internal:3128.");
        }
        if (sockets < 0) {
            throw new IllegalArgumentException("hub.notify.sockets: \"" + sockets + "\" is negative. Write 0 or more.");
        }
    }

    /**
     * @param trust PEM file of authorities that are trusted besides the JDK's
     * @param certificate PEM file of the certificate that is shown to receivers that ask for one, with intermediates
     * @param key PEM file of its key, PKCS#8
     */
    public record Tls(
            @Nullable Path trust,
            @Nullable Path certificate,
            @Nullable Path key,
            @Nullable String keyPassword) {

        public Tls {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException(
                        "hub.notify.tls: \"certificate\" and \"key\" belong together. Name both files or none.");
            }
        }
    }

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

    /** See {@link EmailSettings}. */
    public record Email(
            @DefaultValue("") String host,
            @DefaultValue("587") int port,
            @DefaultValue("starttls") String encryption,
            @DefaultValue("") String user,
            @DefaultValue("") String password,
            @DefaultValue("") String from,
            @DefaultValue List<String> allow,
            @DefaultValue("false") boolean fullResource) {

        public Email {
            if (!host.isBlank() && !from.contains("@")) {
                throw new IllegalArgumentException("hub.notify.email.from: \"" + from
                        + "\" is no address. Write the sender's, like hub@exchange.example.");
            }
            if (!List.of("starttls", "tls", "none").contains(encryption.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "hub.notify.email.encryption: \"" + encryption + "\" is unknown. Write starttls, tls or none.");
            }
        }

        EmailSettings settings() {
            return new EmailSettings(
                    host.strip(),
                    port,
                    Encryption.valueOf(encryption.toUpperCase(Locale.ROOT)),
                    user,
                    password,
                    from,
                    allow,
                    fullResource);
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
