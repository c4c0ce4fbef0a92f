package dev.tributary.bench.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The starts of the two servers that this repository builds. */
public final class Servers {

    private Servers() {}

    /** A hub: its data directory, ports and database go through its environment. An empty database URL means H2. */
    public static Start hub(List<String> command, Path repository, Path data, Ports ports, String databaseUrl) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HUB_PORT", Integer.toString(ports.http()));
        environment.put("HUB_MLLP_PORT", Integer.toString(ports.mllp()));
        environment.put("HUB_DATA_DIR", data.toAbsolutePath().toString());
        environment.put("HUB_NOTIFY_ALLOW", "http://127.0.0.1:*");
        if (!databaseUrl.isEmpty()) {
            environment.put("HUB_DB_URL", databaseUrl);
            environment.put("HUB_DB_USER", Postgres.USER);
            environment.put("HUB_DB_PASSWORD", "");
        }
        return new Start(
                "the hub",
                command,
                environment,
                repository,
                data.resolveSibling(data.getFileName() + ".log"),
                URI.create("http://127.0.0.1:" + ports.http() + "/actuator/health"));
    }

    /** The plain HAPI server that {@code bench/plain-hapi} builds; {@code options} such as {@code --mdm}. */
    public static Start plainHapi(Path repository, Path log, int port, String databaseUrl, List<String> options) {
        var module = repository.resolve("bench/plain-hapi");
        if (!Files.isDirectory(module.resolve("target/lib")) || !Files.isDirectory(module.resolve("target/classes"))) {
            throw new IllegalStateException(
                    "The plain HAPI server is not built. Run: ./mvnw -pl bench/plain-hapi package -DskipTests");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-cp",
                module.resolve("target/classes") + ":" + module.resolve("target/lib") + "/*",
                "dev.tributary.bench.plain.PlainHapi",
                "--port=" + port,
                "--db-url=" + databaseUrl,
                "--db-user=" + Postgres.USER));
        command.addAll(options);
        var ready = URI.create("http://127.0.0.1:" + port + "/fhir/metadata");
        return new Start("plain HAPI", command, Map.of(), repository, log, ready);
    }

    /** Where a hub listens. */
    public record Ports(int http, int mllp) {

        public static Ports free() {
            return new Ports(FreePort.next(), FreePort.next());
        }
    }
}
