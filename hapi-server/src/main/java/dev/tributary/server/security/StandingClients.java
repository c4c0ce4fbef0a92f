package dev.tributary.server.security;

import java.time.InstantSource;
import java.util.Set;
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

    private static final OAuth2Error FALLEN = new OAuth2Error(
            "invalid_token", "The client of this token is no longer registered with the token's scopes.", null);

    private final RegisteredScopes clients;
    private final KeptAnswers<Set<String>> scopes;

    StandingClients(RegisteredScopes clients, InstantSource clock) {
        this.clients = clients;
        this.scopes = new KeptAnswers<>(clients, clock, this::ask);
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        var asked = token.getClaimAsStringList("scope");
        var stands = OperatorTokens.ISSUER.equals(token.getClaimAsString("iss"))
                || asked == null
                || scopes.of(token.getSubject()).containsAll(asked);
        return stands ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(FALLEN);
    }

    private Set<String> ask(String client) {
        try {
            return clients.of(client).orElse(Set.of());
        } catch (DataAccessException e) {
            throw new IssuerUnavailableException(e);
        }
    }
}
