package dev.tributary.server.demo;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * A running hub, as the demo needs it.
 *
 * @param base without a trailing slash
 * @param mllp where the hospital's listener is
 */
public record DemoHub(URI base, InetSocketAddress mllp, Tokens tokens) {

    /** Makes access tokens. */
    @FunctionalInterface
    public interface Tokens {

        /** Registers the client if it is unknown, and returns a signed token. */
        String issue(String clientId, Set<String> scopes, Duration lifetime);
    }
}
