package dev.tributary.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tributary.server.HubUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** SB-02, SB-11, SB-12: two clients that we did not write subscribe, are notified, ask and leave. See conformance/node. */
class ClientConversationsIT {

    private static final Path FOLDER = Path.of("../conformance/node");

    @Test
    @DisplayName("fhir-kit-client and fhirclient get on with the hub")
    void conversations_succeed() throws Exception {
        assumeTrue(run(20, Map.of(), "node", "--version") == 0, "Not talked to: there is no Node here");
        assumeTrue(
                Files.isDirectory(FOLDER.resolve("node_modules/fhirclient"))
                        || run(20, Map.of(), "npm", "ci", "--prefer-offline") == 0,
                "Not talked to: npm ci did not get the clients");
        var hub = HubUnderTest.h2();
        var environment = Map.of(
                "HUB_FHIR", hub.base() + "/fhir",
                "HUB_SOURCE_TOKEN", hub.token("clinic", "source"),
                "HUB_READER_TOKEN", hub.token("conversations-reader", "reader"),
                "HUB_SUBSCRIBER_TOKEN", hub.token("conversations-subscriber", "subscriber"));
        assertThat(run(60, environment, "node", "conversations.mjs"))
                .as(Files.readString(output()))
                .isZero();
    }

    private static Path output() {
        return Path.of("target/conversations.log").toAbsolutePath();
    }

    /** The exit code; -1 if the program is not there or takes too long. */
    private static int run(int seconds, Map<String, String> environment, String... command)
            throws InterruptedException {
        var builder = new ProcessBuilder(List.of(command))
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
