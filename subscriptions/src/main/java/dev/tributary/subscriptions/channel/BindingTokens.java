package dev.tributary.subscriptions.channel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tokens of <a href="http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-get-ws-binding-token">$get-ws-binding-token</a>. The
 * database knows their digests, so that a client may open its socket at any replica, and nobody who reads the database can.
 */
public final class BindingTokens {

    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int BYTES = 32;

    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** A token that was given out. */
    public record Issued(String token, Instant until) {}

    /** What a token stands for. */
    public record Binding(String owner, List<String> subscriptions) {}

    public BindingTokens(JdbcTemplate jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Makes a token for these subscriptions of this client; it may be used any number of times within half an hour. */
    public Issued issue(String owner, List<String> subscriptionIds) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant until = clock.instant().plus(LIFE);
        jdbc.update("delete from hub.binding_token where expires_at < ?", now());
        jdbc.update(
                "insert into hub.binding_token (token_hash, owner, subscriptions, expires_at) values (?, ?, ?, ?)",
                digest(token),
                owner,
                String.join(" ", subscriptionIds),
                until.atOffset(ZoneOffset.UTC));
        return new Issued(token, until);
    }

    /** What the token stands for; empty if it is unknown or over. */
    public Optional<Binding> find(String token) {
        return jdbc
                .query(
                        "select owner, subscriptions from hub.binding_token where token_hash = ? and expires_at > ?",
                        (row, index) -> new Binding(
                                row.getString("owner"),
                                List.of(row.getString("subscriptions").split(" "))),
                        digest(token),
                        now())
                .stream()
                .findFirst();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static String digest(String token) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
