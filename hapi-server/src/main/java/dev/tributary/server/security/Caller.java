package dev.tributary.server.security;

import java.util.Set;

/**
 * Who makes the present request, according to a token that has been checked.
 *
 * @param clientId OAuth2 client id
 * @param roles what its token allows
 */
public record Caller(String clientId, Set<Role> roles) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
