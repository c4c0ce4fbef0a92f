package dev.tributary.server.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Where and how to get a token.
 *
 * <p>{@code GET /.well-known/oauth-authorization-server}, <a href="https://www.rfc-editor.org/rfc/rfc8414">RFC 8414</a>, and
 * {@code GET /.well-known/smart-configuration}, <a href="https://hl7.org/fhir/smart-app-launch/conformance.html">SMART</a>. Spring's
 * own metadata speaks of endpoints that the hub does not open.
 */
@RestController
final class MetadataEndpoint {

    @GetMapping({"/.well-known/oauth-authorization-server", "/.well-known/smart-configuration"})
    Map<String, Object> metadata() {
        var base = ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString();
        var scopes = new ArrayList<>(Role.scopes());
        scopes.sort(null);
        return new TreeMap<>(Map.of(
                "issuer", base,
                "token_endpoint", base + "/oauth2/token",
                "jwks_uri", base + "/oauth2/jwks",
                "grant_types_supported", List.of("client_credentials"),
                "response_types_supported", List.of(),
                "token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"),
                "scopes_supported", scopes,
                "capabilities", List.of("client-confidential-symmetric"),
                "code_challenge_methods_supported", List.of("S256")));
    }
}
