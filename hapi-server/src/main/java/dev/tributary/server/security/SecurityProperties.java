package dev.tributary.server.security;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is believed.
 *
 * @param issuer an OpenID provider or authorization server elsewhere, whose tokens are accepted instead of the hub's own; empty
 *     means that the hub issues them
 * @param audience what {@code aud} of that issuer's tokens must contain; empty asks for nothing
 * @param tokenLifetime how long a token of the hub is good for
 * @param clients those who may fetch a token of the hub, besides the ones an operator registers
 */
@ConfigurationProperties("hub.security")
public record SecurityProperties(
        @DefaultValue("") String issuer,
        @DefaultValue("") String audience,
        @DefaultValue("1h") Duration tokenLifetime,
        @DefaultValue List<Client> clients) {

    private static final Duration LONGEST = Duration.ofDays(1);

    public SecurityProperties {
        clients = List.copyOf(clients);
        check(
                issuer.isBlank() || isWeb(issuer),
                "issuer",
                issuer,
                "an address like https://login.example/realms/care, or leave it out");
        check(
                !tokenLifetime.isNegative() && !tokenLifetime.isZero() && tokenLifetime.compareTo(LONGEST) <= 0,
                "token-lifetime",
                tokenLifetime,
                "a time up to 24h, like 1h");
        var ids = new HashSet<String>();
        for (var client : clients) {
            check(ids.add(client.id()), "clients", client.id(), "each id once");
        }
    }

    /**
     * One who may fetch a token.
     *
     * @param secret 12 to 72 characters; or else
     * @param secretFile a file whose first line is the secret
     * @param scopes some of source, reader, subscriber, steward, operator
     */
    public record Client(
            String id, @Nullable String secret, @Nullable Path secretFile, Set<String> scopes) {

        public Client {
            scopes = Set.copyOf(scopes);
            check(!id.isBlank() && id.length() <= 100, "clients.id", id, "a name of up to 100 characters");
            check(
                    (secret == null) != (secretFile == null),
                    "clients.secret",
                    id,
                    "for this client either secret or secret-file");
            check(
                    !scopes.isEmpty() && Role.scopes().containsAll(scopes),
                    "clients.scopes",
                    scopes,
                    "some of source, reader, subscriber, steward, operator");
        }

        /** Never the secret: configuration is printed when it does not fit. */
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }

        String readSecret() {
            var read = secret != null ? secret : firstLine();
            if (read.length() < 12 || read.getBytes(StandardCharsets.UTF_8).length > 72) {
                throw new IllegalArgumentException(
                        "hub.security.clients: the secret of %s must have 12 to 72 characters.".formatted(id));
            }
            return read;
        }

        private String firstLine() {
            try (var lines = Files.lines(Objects.requireNonNull(secretFile))) {
                return lines.findFirst().orElse("").strip();
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "hub.security.clients: secret-file \"%s\" of %s cannot be read.".formatted(secretFile, id), e);
            }
        }
    }

    boolean hasExternalIssuer() {
        return !issuer.isBlank();
    }

    private static boolean isWeb(String text) {
        try {
            var uri = URI.create(text);
            return uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void check(boolean sound, String key, Object value, String remedy) {
        if (!sound) {
            throw new IllegalArgumentException(
                    "hub.security.%s: \"%s\" does not do. Write %s.".formatted(key, value, remedy));
        }
    }
}
