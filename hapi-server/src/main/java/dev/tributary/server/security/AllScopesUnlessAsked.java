package dev.tributary.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.util.StringUtils;

/**
 * Whoever asks for a token without naming scopes gets all that the client has, the default that
 * <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">RFC 6749, 3.3</a> lets a server choose; Spring's own is none.
 */
final class AllScopesUnlessAsked implements AuthenticationConverter {

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        var grant = request.getParameter(OAuth2ParameterNames.GRANT_TYPE);
        var client = SecurityContextHolder.getContext().getAuthentication();
        if (!AuthorizationGrantType.CLIENT_CREDENTIALS.getValue().equals(grant)
                || StringUtils.hasText(request.getParameter(OAuth2ParameterNames.SCOPE))
                || !(client instanceof OAuth2ClientAuthenticationToken authenticated)
                || authenticated.getRegisteredClient() == null) {
            return null;
        }
        return new OAuth2ClientCredentialsAuthenticationToken(
                client, authenticated.getRegisteredClient().getScopes(), Map.of());
    }
}
