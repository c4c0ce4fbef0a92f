package dev.tributary.server.security;

import java.util.Optional;
import java.util.Set;

/** Which clients the hub itself knows, for whoever acts for a client that makes no request at the moment. */
public interface RegisteredScopes {

    /** The scopes of a registered client; empty if the hub does not register it: its tokens come from elsewhere or from the command line. */
    Optional<Set<String>> of(String clientId);

    /** Grows whenever a client was registered or removed by this process: what was asked before may no longer be so. */
    default long changes() {
        return 0;
    }
}
