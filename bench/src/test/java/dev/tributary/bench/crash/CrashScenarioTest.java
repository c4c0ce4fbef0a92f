package dev.tributary.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.bench.http.Tokens;
import dev.tributary.bench.server.Servers;
import dev.tributary.bench.server.Start;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, sockets and kills, on a fake hub of which it is known whether it keeps its promises. */
class CrashScenarioTest {

    @TempDir
    Path directory;

    private CrashReport run(Map<String, String> fault, int kills) throws Exception {
        var ports = Servers.Ports.free();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tributary.bench.crash.FakeHub");
        var start = Servers.hub(command, directory, directory.resolve("data"), ports, "");
        var environment = new HashMap<>(start.environment());
        environment.putAll(fault);
        var hub = new Start("fake", command, environment, directory, start.log(), start.ready());
        var faces = new CrashSettings.Faces(
                URI.create("http://127.0.0.1:" + ports.http()),
                new InetSocketAddress("127.0.0.1", ports.mllp()),
                Tokens.fixed(""));
        return CrashScenario.run(new CrashSettings(
                List.of(new CrashSettings.Replica(hub, faces)),
                new CrashSettings.Load(2, 1, "clinic", "HOSPITAL", 100),
                CrashSettings.Kills.random(kills, Duration.ofMillis(800), 3),
                Duration.ofSeconds(60)));
    }

    @Test
    void aHubThatKeepsItsPromises_passesThoughKilledTwice() throws Exception {
        var report = run(Map.of(), 2);
        assertThat(report.violations()).isEmpty();
        assertThat(report.holds()).isTrue();
        assertThat(report.readyAfter()).hasSize(3);
        assertThat(report.acknowledged()).isPositive();
        assertThat(report.answered()).isPositive();
        assertThat(report.committedEvents()).isPositive().isLessThanOrEqualTo(report.deliveries());
        assertThat(report.refusals()).isZero();
    }

    @Test
    void aHubThatAcknowledgesBeforeItWrites_isCaught() throws Exception {
        var report = run(Map.of("FAKE_FORGETS", "yes"), 1);
        assertThat(report.holds()).isFalse();
        assertThat(report.violations()).extracting(Violation::kind).contains(Violation.Kind.MESSAGE_LOST);
        assertThat(report.account()).contains("violations", "MESSAGE_LOST: message ");
    }
}
