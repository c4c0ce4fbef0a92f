package dev.tributary.server;

import dev.tributary.server.feeds.MllpFeed;
import dev.tributary.server.security.OperatorTokens;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A whole hub in this process, known by its faces. A start takes long, so all tests of this JVM share one hub per database; they stay
 * apart by names and numbers that occur nowhere else.
 */
public final class HubUnderTest {

    private static final Path CONFIG = Path.of("src/test/resources/config").toAbsolutePath();

    private final Path data;
    private final URI base;
    private final ConfigurableApplicationContext context;

    private HubUnderTest(Path data, @Nullable String databaseUrl) {
        var port = freePort();
        this.data = data;
        this.base = URI.create("http://127.0.0.1:" + port);
        this.context = HubApplication.start(arguments(port, databaseUrl));
    }

    /** On the embedded H2 file. */
    public static HubUnderTest h2() {
        return OnH2.HUB;
    }

    /** On an embedded PostgreSQL 17. */
    public static HubUnderTest postgres() {
        return OnPostgres.HUB;
    }

    /** A second replica on the same PostgreSQL with the same keys. */
    public static HubUnderTest replica() {
        return Replica.HUB;
    }

    private static final class OnH2 {
        private static final HubUnderTest HUB = new HubUnderTest(temporary(), null);
    }

    private static final class OnPostgres {
        private static final String URL = database();
        private static final HubUnderTest HUB = new HubUnderTest(temporary(), URL);

        private static String database() {
            try {
                var postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
                return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Replica {
        private static final HubUnderTest HUB = new HubUnderTest(postgres().data, OnPostgres.URL);
    }

    private String[] arguments(int port, @Nullable String databaseUrl) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--hub.base-url=" + base,
                "--hub.data-dir=" + data,
                "--hub.config=" + CONFIG,
                "--hub.notify.allow=http://127.0.0.1:*,mllp://127.0.0.1:*",
                "--hub.csv.max-file=1MB",
                "--hub.identity.move-at-once=20",
                // It ends with its JVM: taking several hubs down one after the other would take half a minute.
                "--spring.main.register-shutdown-hook=false",
                "--logging.threshold.console=OFF",
                "--logging.file.name=target/hub-under-test.log"));
        if (databaseUrl != null) {
            arguments.add("--spring.datasource.url=" + databaseUrl);
            arguments.add("--spring.datasource.username=postgres");
        }
        return arguments.toArray(String[]::new);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "hub-data-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a trailing slash. */
    public URI base() {
        return base;
    }

    public int mllpPort() {
        return context.getBean(MllpFeed.class).port("hospital").orElseThrow();
    }

    /** A new connection to the hospital's listener. */
    public MllpLine mllp() {
        return new MllpLine(mllpPort());
    }

    public String token(String client, String... scopes) {
        return new OperatorTokens(data, InstantSource.system(), UUID::randomUUID)
                .issue(client, Set.copyOf(Arrays.asList(scopes)), Duration.ofHours(2));
    }

    public Face as(String client, String... scopes) {
        return new Face(base, token(client, scopes));
    }

    /** A source speaks under its own id. */
    public Face source(String id) {
        return as(id, "source");
    }

    public Face reader() {
        return as("test-reader", "reader");
    }

    public Face operator() {
        return as("test-operator", "operator");
    }

    /** With this token as it is; null for none. */
    public Face withToken(@Nullable String token) {
        return new Face(base, token);
    }

    public JournalView journal() {
        return new JournalView(operator());
    }

    /** A part of the hub, to bring about what no face can. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }
}
