package dev.tributary.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about where the hub runs; the same variables that {@code application.yml} reads.
 *
 * @param address of the HTTP listener
 * @param databaseUrl null for the embedded database
 * @param debug whether whole exceptions are shown
 */
record HubSettings(
        int port,
        int mllpPort,
        String mllpAddress,
        String address,
        Path dataDir,
        Path configDir,
        @Nullable String databaseUrl,
        boolean debug) {

    /** Reads the environment; throws a {@link Refusal} that names the variable that cannot be used. */
    static HubSettings of(Map<String, String> environment) {
        return new HubSettings(
                port(environment, "HUB_PORT", 8080),
                port(environment, "HUB_MLLP_PORT", 2575),
                value(environment, "HUB_MLLP_ADDRESS", "127.0.0.1"),
                value(environment, "HUB_ADDRESS", "127.0.0.1"),
                path(environment, "HUB_DATA_DIR", "data"),
                path(environment, "HUB_CONFIG", "config"),
                environment.getOrDefault("HUB_DB_URL", "").isBlank() ? null : environment.get("HUB_DB_URL"),
                "1".equals(environment.get("HUB_DEBUG")));
    }

    /** Whether only one process may use the data directory: several replicas share a PostgreSQL, nobody shares an H2 file. */
    boolean embeddedDatabase() {
        return databaseUrl == null || databaseUrl.startsWith("jdbc:h2:");
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        var text = value(environment, name, Integer.toString(otherwise));
        try {
            var port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new Refusal(name + " is \"" + text + "\": set it to a port number from 1 to 65535");
    }

    private static Path path(Map<String, String> environment, String name, String otherwise) {
        var text = value(environment, name, otherwise);
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Refusal(name + " is \"" + text + "\": set it to a directory");
        }
    }

    private static String value(Map<String, String> environment, String name, String otherwise) {
        var value = environment.get(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }
}
