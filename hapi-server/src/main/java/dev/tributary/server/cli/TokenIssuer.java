package dev.tributary.server.cli;

import dev.tributary.server.security.OperatorTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;

/** Makes access tokens from the signing key in the data directory. */
@FunctionalInterface
interface TokenIssuer {

    /** Registers the client if it is unknown, and returns a signed token. */
    String issue(String clientId, Set<String> scopes, Duration lifetime);

    static TokenIssuer of(Path dataDir) {
        return new OperatorTokens(dataDir, InstantSource.system(), UUID::randomUUID)::issue;
    }
}
