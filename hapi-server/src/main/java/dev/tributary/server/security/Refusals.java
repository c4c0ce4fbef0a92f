package dev.tributary.server.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Says no as an OperationOutcome with {@code WWW-Authenticate}, <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750,
 * 3</a>: 401 without a good token, 403 if its scopes do not do, 503 if the issuer cannot be asked.
 */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final BearerTokenAuthenticationEntryPoint unauthorized = new BearerTokenAuthenticationEntryPoint();
    private final BearerTokenAccessDeniedHandler forbidden = new BearerTokenAccessDeniedHandler();

    private final String remedy;

    /** @param remedy where to get a token */
    Refusals(String remedy) {
        this.remedy = remedy;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (reason instanceof IssuerUnavailableException) {
            LOG.error("hub.security.issuer does not answer, so no token can be checked ({}).", root(reason));
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader(HttpHeaders.RETRY_AFTER, "5");
            write(response, "transient", String.valueOf(reason.getMessage()));
            return;
        }
        unauthorized.commence(request, response, reason);
        write(
                response,
                "login",
                request.getHeader(HttpHeaders.AUTHORIZATION) == null
                        ? "Send an OAuth2 token: Authorization: Bearer <token>. " + remedy
                        : "The token is not good: it has ended, or was not issued for this hub. " + remedy);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException {
        forbidden.handle(request, response, reason);
        var scopes = Callers.current()
                .map(caller -> String.join(
                        " ", caller.roles().stream().map(Role::scope).sorted().toList()))
                .orElse("");
        write(response, "forbidden", "The token's scopes (%s) do not allow this.".formatted(scopes));
    }

    private static String root(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    private static void write(HttpServletResponse response, String code, String diagnostics) throws IOException {
        response.setContentType(OutcomeJson.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getOutputStream().write(OutcomeJson.of(code, diagnostics));
    }
}
