package dev.tributary.bench.command;

import dev.tributary.bench.crash.CrashReport;
import dev.tributary.bench.crash.CrashScenario;
import dev.tributary.bench.crash.CrashSettings;
import dev.tributary.bench.crash.CrashSettings.Kills;
import dev.tributary.bench.measure.Result;
import dev.tributary.bench.server.HubTokens;
import dev.tributary.bench.server.Postgres;
import dev.tributary.bench.server.Servers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench crash}. */
@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        description =
                "Kills or stops a hub of its own under load, again and again, and accounts for everything. Exit code 3 if"
                        + " a promise was broken.")
public final class CrashCommand implements Callable<Integer> {

    private static final int BROKEN = 3;

    /** What the hub stores in. */
    enum Database {
        H2,
        POSTGRESQL
    }

    @Mixin
    private final Output output = new Output();

    @Option(names = "--kills", defaultValue = "20", description = "How often. Default: ${DEFAULT-VALUE}")
    private int kills;

    @Option(names = "--seed", defaultValue = "1", description = "Of the random moments. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--up-seconds",
            defaultValue = "15",
            description = "Most seconds between ready and killed. Default: ${DEFAULT-VALUE}")
    private int upSeconds;

    @Option(
            names = "--every",
            defaultValue = "0",
            description =
                    "Kills exactly so many seconds after ready, for --minutes, instead of --kills at random moments")
    private int every;

    @Option(names = "--minutes", defaultValue = "5", description = "With --every. Default: ${DEFAULT-VALUE}")
    private double minutes;

    @Option(
            names = "--pause",
            defaultValue = "0",
            description =
                    "Seconds that a hub stands still (SIGSTOP) instead of being killed; 0 kills. Default: ${DEFAULT-VALUE}")
    private int pause;

    @Option(
            names = "--replicas",
            defaultValue = "1",
            description = "Hubs on one PostgreSQL, killed in turns. Default: ${DEFAULT-VALUE}")
    private int replicas;

    @Option(
            names = "--database",
            defaultValue = "postgresql",
            description = "${COMPLETION-CANDIDATES}; PostgreSQL is embedded. Default: ${DEFAULT-VALUE}")
    private Database database = Database.POSTGRESQL;

    @Option(names = "--rate", defaultValue = "40", description = "Most messages a second. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(
            names = "--authority",
            defaultValue = "HOSPITAL",
            description = "Assigning authority in PID-3. Default: ${DEFAULT-VALUE}")
    private String authority = "";

    @Parameters(arity = "0..*", description = "The command that serves a hub. Default: bin/hub serve")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        var result = new Result("crash", Instant.now())
                .setting(
                        "schedule",
                        every > 0 ? every + " s up, for " + minutes + " min" : kills + " kills, seed " + seed)
                .setting("pause s", pause)
                .setting("database", database)
                .setting("replicas", replicas)
                .setting("rate", rate);
        if (replicas < 1 || (replicas > 1 && database == Database.H2)) {
            throw new IllegalArgumentException("--replicas: one on H2, at least one on PostgreSQL.");
        }
        var report = database == Database.H2 ? run("") : runOnPostgres();
        describe(report, result);
        output.show(result, "");
        System.out.print(report.account());
        return report.holds() ? 0 : BROKEN;
    }

    private CrashReport runOnPostgres() throws IOException, InterruptedException, SQLException {
        try (var postgres = Postgres.start()) {
            return run(postgres.create("hub"));
        }
    }

    private CrashReport run(String databaseUrl) throws IOException, InterruptedException {
        var repository = output.repository();
        var data = repository.resolve("bench/target/crash").resolve(Run.name("data-"));
        var serve = command.isEmpty() ? List.of(repository.resolve("bin/hub").toString(), "serve") : command;
        var standard = CrashSettings.Load.standard();
        var load = new CrashSettings.Load(
                standard.connections(), standard.fhirClients(), standard.fhirSource(), authority, rate);
        var some = IntStream.range(0, replicas)
                .mapToObj(i -> replica(repository, serve, data, databaseUrl))
                .toList();
        var schedule = every > 0
                ? Kills.every(Duration.ofSeconds(every), Duration.ofSeconds(Math.round(minutes * 60)))
                : Kills.random(kills, Duration.ofSeconds(upSeconds), seed);
        System.err.println("data and log: " + Path.of("").toAbsolutePath().relativize(data) + "*");
        return CrashScenario.run(
                new CrashSettings(some, load, schedule.pausing(Duration.ofSeconds(pause)), Duration.ofMinutes(5)));
    }

    /** Replicas share the data directory, so that each accepts the tokens of the other. */
    private static CrashSettings.Replica replica(Path repository, List<String> serve, Path data, String databaseUrl) {
        var ports = Servers.Ports.free();
        var hub = Servers.hub(serve, repository, data, ports, databaseUrl);
        var faces = new CrashSettings.Faces(
                URI.create("http://127.0.0.1:" + ports.http()),
                new InetSocketAddress("127.0.0.1", ports.mllp()),
                new HubTokens(repository, hub.environment()));
        return new CrashSettings.Replica(hub, faces);
    }

    private static void describe(CrashReport report, Result result) {
        result.row("account")
                .with("kills or pauses", report.kills())
                .with("acknowledged", report.acknowledged())
                .with("submissions", report.answered())
                .with("resends", report.resends())
                .with("refusals", report.refusals())
                .with("events", report.committedEvents())
                .with("deliveries", report.deliveries())
                .with("repeats", report.redeliveries())
                .with("violations", report.violations().size());
        report.violations().forEach(violation -> result.setting("violation " + violation.kind(), violation.what()));
    }
}
