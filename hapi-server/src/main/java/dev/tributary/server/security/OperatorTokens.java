package dev.tributary.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes tokens on the hub's own machine, <a href="https://www.rfc-editor.org/rfc/rfc9068">RFC 9068</a>.
 *
 * <p>It needs nothing but the signing key in the data directory, so it works while the hub runs (and holds the database file) and
 * before it ran for the first time. The client need not be registered: a registration is for clients that come with a secret, and
 * whoever can read the signing key needs none. Such a token ends when its time is up, and not before.
 */
public final class OperatorTokens {

    /** {@code iss} of these tokens. */
    static final String ISSUER = "urn:tributary:operator";

    private static final Duration LONGEST = Duration.ofDays(366);

    private final RSAKey key;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /**
     * Makes the signing key if the hub was never started.
     *
     * @param dataDirectory {@code hub.data-dir}
     * @throws java.io.UncheckedIOException if the key cannot be read or made; the message says what to do
     */
    public OperatorTokens(Path dataDirectory, InstantSource clock, Supplier<UUID> ids) {
        this.key = SigningKey.in(dataDirectory);
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * A token that every replica with this data directory accepts.
     *
     * @param scopes some of source, reader, subscriber, steward, operator
     * @param lifetime up to 366 days
     * @throws IllegalArgumentException with a message for people
     */
    public String issue(String clientId, Set<String> scopes, Duration lifetime) {
        check(clientId, scopes, lifetime);
        var now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(clientId)
                .audience(clientId)
                .claim("client_id", clientId)
                .claim("scope", String.join(" ", new TreeSet<>(scopes)))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(ids.get().toString())
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("The signing key is an RSA key and can sign", e);
        }
        return token.serialize();
    }

    private static void check(String clientId, Set<String> scopes, Duration lifetime) {
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("Name the client: --client hospital.");
        }
        if (scopes.isEmpty() || !Role.scopes().containsAll(scopes)) {
            throw new IllegalArgumentException("Scopes %s: write some of source, reader, subscriber, steward, operator."
                    .formatted(new TreeSet<>(scopes)));
        }
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A token lives up to 366 days, not " + lifetime + ".");
        }
    }
}
