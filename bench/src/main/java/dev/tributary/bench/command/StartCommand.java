package dev.tributary.bench.command;

import dev.tributary.bench.server.ChildServer;
import dev.tributary.bench.server.HubTokens;
import dev.tributary.bench.server.Postgres;
import dev.tributary.bench.server.Servers;
import dev.tributary.bench.server.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench start}: a server to point the other commands at. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Starts a server on an embedded PostgreSQL 17 and keeps it until Ctrl-C or the time is over.")
public final class StartCommand implements Callable<Integer> {

    /** The servers there are. */
    enum Which {
        PLAIN,
        HUB
    }

    @Parameters(description = "${COMPLETION-CANDIDATES}")
    private Which which = Which.PLAIN;

    @Option(names = "--port", defaultValue = "8081", description = "HTTP port. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--mllp-port", defaultValue = "2576", description = "The hub's. Default: ${DEFAULT-VALUE}")
    private int mllpPort;

    @Option(names = "--mdm", description = "Plain HAPI with its MDM")
    private boolean mdm;

    @Option(names = "--rest-hook", description = "Plain HAPI with rest-hook subscriptions")
    private boolean restHook;

    @Option(names = "--minutes", defaultValue = "60", description = "At most. Default: ${DEFAULT-VALUE}")
    private int minutes;

    private final Output output = new Output();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        try (var postgres = Postgres.start()) {
            var start = which == Which.HUB ? hub(postgres) : plain(postgres);
            // On Ctrl-C the JVM only runs its hooks: without this one the server would outlive its database.
            try (var server = ChildServer.start(start)) {
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                var ready = server.awaitReady(Duration.ofMinutes(5));
                System.out.println(start.name() + " is ready after " + ready.toMillis() / 1000.0 + " s, "
                        + server.residentMegabytes() + " MB: http://127.0.0.1:" + port);
                if (which == Which.HUB) {
                    printTokens(start);
                }
                TimeUnit.MINUTES.sleep(minutes);
            }
        }
        return 0;
    }

    private Start plain(Postgres postgres) throws SQLException {
        var options = new ArrayList<String>();
        if (mdm) {
            options.add("--mdm");
        }
        if (restHook) {
            options.add("--rest-hook");
        }
        return Servers.plainHapi(
                output.repository(), work().resolve("plain.log"), port, postgres.create("plain"), options);
    }

    private Start hub(Postgres postgres) throws SQLException {
        return Servers.hub(
                List.of(output.repository().resolve("bin/hub").toString(), "serve"),
                output.repository(),
                work().resolve(Run.name("data-")),
                new Servers.Ports(port, mllpPort),
                postgres.create("hub"));
    }

    private Path work() {
        return output.repository().resolve("bench/target/start");
    }

    /** As options, to be pasted behind the other commands. */
    private void printTokens(Start start) {
        var tokens = new HubTokens(output.repository(), start.environment());
        System.out.println("--url http://127.0.0.1:" + port + " --mllp 127.0.0.1:" + mllpPort
                + " --token " + tokens.token("clinic", "source")
                + " --operator-token " + tokens.token("bench-operator", "operator")
                + " --reader-token " + tokens.token("bench-reader", "reader")
                + " --subscriber-token " + tokens.token("bench-subscriber", "subscriber"));
    }
}
