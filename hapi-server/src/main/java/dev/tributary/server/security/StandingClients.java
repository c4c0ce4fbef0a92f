package dev.tributary.server.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Whether the client that fetched a token is still registered, with the token's scopes: with its registration a client's tokens end. Those of
 * {@link OperatorTokens} end with their time alone.
 */
final class StandingClients implements OAuth2TokenValidator<Jwt> {

    /** How long a client that was removed at another replica may still get in. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private static final int KEPT = 10_000;
    private static final OAuth2Error FALLEN = new OAuth2Error(
            "invalid_token", "The client of this token is no longer registered with the token's scopes.", null);

    private final RegisteredScopes clients;
    private final InstantSource clock;
    private final Map<String, Standing> kept = new ConcurrentHashMap<>();

    private record Standing(Set<String> scopes, Instant until, long changes) {}

    StandingClients(RegisteredScopes clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        var scopes = token.getClaimAsStringList("scope");
        var stands = OperatorTokens.ISSUER.equals(token.getClaimAsString("iss"))
                || scopes == null
                || scopesOf(token.getSubject()).containsAll(scopes);
        return stands ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(FALLEN);
    }

    private Set<String> scopesOf(String client) {
        var now = clock.instant();
        var changes = clients.changes();
        var known = kept.get(client);
        if (known == null || known.changes() != changes || now.isAfter(known.until())) {
            if (kept.size() > KEPT) {
                kept.clear();
            }
            known = new Standing(ask(client), now.plus(FRESH), changes);
            kept.put(client, known);
        }
        return known.scopes();
    }

    private Set<String> ask(String client) {
        try {
            return clients.of(client).orElse(Set.of());
        } catch (DataAccessException e) {
            throw new IssuerUnavailableException(e);
        }
    }
}
