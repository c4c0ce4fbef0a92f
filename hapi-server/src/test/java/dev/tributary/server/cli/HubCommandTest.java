package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.HubCommand.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HubCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Streams streams = new Streams(print(out), print(err));
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void environment() throws IOException {
        Files.createDirectories(directory.resolve("config/sources"));
        environment.put("HUB_DATA_DIR", directory.resolve("data").toString());
        environment.put("HUB_CONFIG", directory.resolve("config").toString());
        environment.put("HUB_PORT", "0");
    }

    @Test
    void portInUse_isToldBeforeTheStart() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("HUB_PORT", Integer.toString(taken.getLocalPort()));
            assertThat(run("serve")).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualTo("hub: port " + taken.getLocalPort()
                            + " is in use: stop what listens there or set HUB_PORT to another one\n");
        }
    }

    @Test
    void mllpPortOfASourceInUse_isToldBeforeTheStart() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    directory.resolve("config/sources/hospital.yaml"),
                    "feeds:\n  mllp:\n    port: " + taken.getLocalPort() + "\n");
            assertThat(run("serve")).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .startsWith("hub: port " + taken.getLocalPort() + " is in use");
        }
    }

    @Test
    void dataDirectoryHeld_namesTheHolder() {
        var lock = DataDirectoryLock.acquire(HubSettings.of(environment));
        try {
            assertThat(run("serve")).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualTo(
                            "hub: the data directory " + directory.resolve("data") + " is in use by another process ("
                                    + ProcessHandle.current().pid()
                                    + "): stop that hub or set HUB_DATA_DIR to another directory\n");
        } finally {
            lock.release();
        }
        DataDirectoryLock.acquire(HubSettings.of(environment)).release();
    }

    @Test
    void configurationThatIsNotThere_isNamed() {
        environment.put("HUB_CONFIG", directory.resolve("nowhere").toString());
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("nowhere", "HUB_CONFIG")
                .hasLineCount(1);
    }

    @Test
    void databaseNobodyAnswersFor_isToldBeforeTheStart() {
        environment.put("HUB_DB_URL", "jdbc:postgresql://127.0.0.1:1/hub");
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "hub: no connection to jdbc:postgresql://127.0.0.1:1/hub: start the database or correct HUB_DB_URL\n");
    }

    @Test
    void wrongUsage_isOneLineAndExitCode2() {
        assertThat(run("serve", "--fast")).isEqualTo(2);
        assertThat(run("token", "--client", "me")).isEqualTo(2);
        assertThat(run("unknown")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .hasLineCount(3)
                .contains("--scope")
                .contains("hub token --help");
    }

    @Test
    void addressOfAnotherMachine_namesTheVariable() {
        environment.put("HUB_PORT", "18080");
        environment.put("HUB_ADDRESS", "192.0.2.1");
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("hub: HUB_ADDRESS is 192.0.2.1, which is no address");
    }

    @Test
    void onePortForHttpAndMllp_isToldBeforeTheStart() throws IOException {
        environment.put("HUB_PORT", "18080");
        Files.writeString(directory.resolve("config/sources/hospital.yaml"), "feeds:\n  mllp:\n    port: 18080\n");
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("hub: HTTP and MLLP both want port 18080: set HUB_PORT or HUB_MLLP_PORT")
                .hasLineCount(1);
    }

    @Test
    void aLifetimeThatIsNone_isExplainedWithoutNamesOfClasses() {
        assertThat(run("token", "--client", "me", "--scope", "reader", "--lifetime", "5"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--lifetime", "'5' is no ISO 8601 duration such as PT1H")
                .doesNotContain("java.")
                .hasLineCount(1);
    }

    @Test
    void badPort_namesTheVariable() {
        environment.put("HUB_PORT", "http");
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("HUB_PORT is \"http\"")
                .hasLineCount(1);
    }

    @Test
    void token_isTheOnlyThingOnStandardOutput() {
        var command = new CommandLine(new TokenCommand(
                environment, streams, data -> (client, scopes, lifetime) -> client + scopes + lifetime.toMinutes()));
        assertThat(command.execute(
                        "--client", "me", "--scope", "operator,reader", "--scope", "subscriber", "--lifetime", "PT2H"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("me[operator, reader, subscriber]120\n");
        assertThat(err.size()).isZero();
    }

    @Test
    void mllpPort_isTheSourcesOwnOrTheDefault() throws IOException {
        Files.writeString(directory.resolve("config/sources/hospital.yaml"), "feeds:\n  mllp: {port: 2600}\n");
        Files.writeString(
                directory.resolve("config/sources/other.yaml"), "feeds:\n  mllp:\n    port: ${HUB_MLLP_PORT:2575}\n");
        Files.writeString(directory.resolve("config/sources/broken.yaml"), "feeds: [\n");
        Files.writeString(directory.resolve("config/sources/clinic.yaml"), "id: clinic\n");
        Files.writeString(directory.resolve("config/sources/mistaken.yaml"), "feeds:\n  mllp: {port: 99999}\n");
        environment.put("HUB_MLLP_PORT", "2700");
        var ports = new MllpPorts(HubSettings.of(environment));
        assertThat(ports.all()).containsExactly(2600, 2700);
        assertThat(ports.of("hospital")).isEqualTo(2600);
        assertThat(ports.of("other")).isEqualTo(2700);
    }

    private int run(String... args) {
        return HubCommand.run(environment, streams, args);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
