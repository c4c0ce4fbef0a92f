package dev.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.bench.crash.CrashReport;
import dev.tributary.bench.crash.CrashScenario;
import dev.tributary.bench.crash.CrashSettings;
import dev.tributary.bench.crash.CrashSettings.Faces;
import dev.tributary.bench.crash.CrashSettings.Kills;
import dev.tributary.bench.crash.CrashSettings.Load;
import dev.tributary.bench.crash.CrashSettings.Replica;
import dev.tributary.bench.server.Postgres;
import dev.tributary.bench.server.Servers;
import dev.tributary.server.security.OperatorTokens;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A real process under load, killed ({@code kill -9}) twice and started again: every acknowledged message is applied exactly once, every
 * committed event is delivered at least once under its number, without a hole. The databases take their turns side by side: a hub that starts leaves a core idle.
 */
@Execution(ExecutionMode.CONCURRENT)
class CrashIT {

    private static final int KILLS = 2;

    @Test
    void h2_keepsItsPromisesThroughKills() throws Exception {
        holds(run("crash-h2", ""));
    }

    @Test
    void postgresql_keepsItsPromisesThroughKills() throws Exception {
        try (var postgres = Postgres.start()) {
            holds(run("crash-postgresql", postgres.create("hub")));
        }
    }

    private static void holds(CrashReport report) {
        assertThat(report.violations()).as(report.account()).isEmpty();
        assertThat(report.readyAfter()).hasSize(KILLS + 1);
        assertThat(report.acknowledged()).isPositive();
        assertThat(report.answered()).isPositive();
        assertThat(report.committedEvents()).isPositive();
    }

    private static CrashReport run(String name, String databaseUrl) throws Exception {
        var directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), name);
        var data = directory.resolve("data");
        var ports = Servers.Ports.free();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-Xmx700m",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Hub.class.getName(),
                "serve");
        // The shipped configuration, as a user has it.
        var repository = Path.of("..").toAbsolutePath().normalize();
        var faces = new Faces(
                URI.create("http://127.0.0.1:" + ports.http()),
                new InetSocketAddress("127.0.0.1", ports.mllp()),
                (client, scope) -> new OperatorTokens(data, InstantSource.system(), UUID::randomUUID)
                        .issue(client, Set.of(scope), Duration.ofHours(1)));
        return CrashScenario.run(new CrashSettings(
                List.of(new Replica(Servers.hub(command, repository, data, ports, databaseUrl), faces)),
                new Load(2, 1, "clinic", "HOSP", 20),
                Kills.random(KILLS, Duration.ofSeconds(6), 7),
                Duration.ofSeconds(300)));
    }
}
