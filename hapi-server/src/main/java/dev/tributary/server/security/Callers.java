package dev.tributary.server.security;

import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Tells who makes the present request. */
public final class Callers {

    private Callers() {}

    /** Empty outside a request, and in one of the few that need no token. */
    public static Optional<Caller> current() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (!(authentication instanceof JwtAuthenticationToken token) || !token.isAuthenticated()) {
            return Optional.empty();
        }
        var roles = token.getAuthorities().stream()
                .flatMap(authority -> Role.ofAuthority(authority.getAuthority()).stream())
                .collect(Collectors.toSet());
        return Optional.of(new Caller(token.getName(), roles));
    }
}
