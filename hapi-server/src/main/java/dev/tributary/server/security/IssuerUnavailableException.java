package dev.tributary.server.security;

import org.springframework.security.core.AuthenticationException;

/** The external issuer's keys, or the hub's own list of clients, cannot be had, so nobody can tell whether the token is good. */
final class IssuerUnavailableException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    IssuerUnavailableException(Throwable cause) {
        super("The token cannot be checked now, because its issuer does not answer. Try again.", cause);
    }
}
