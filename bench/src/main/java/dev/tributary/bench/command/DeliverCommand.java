package dev.tributary.bench.command;

import dev.tributary.bench.engine.Deliver;
import dev.tributary.bench.engine.EngineDatabase;
import dev.tributary.bench.measure.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench deliver}. */
@Command(
        name = "deliver",
        mixinStandardHelpOptions = true,
        description =
                "The notification engine alone: many endpoints, first healthy, then with some dead, hanging or slow.")
public final class DeliverCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final Output output = new Output();

    @Option(names = "--endpoints", defaultValue = "200", description = "How many. Default: ${DEFAULT-VALUE}")
    private int endpoints;

    @Option(names = "--bad", defaultValue = "20", description = "How many of them fail. Default: ${DEFAULT-VALUE}")
    private int bad;

    @Option(names = "--rate", defaultValue = "2000", description = "Notifications a second. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--seconds", defaultValue = "20", description = "Of each half. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--database",
            defaultValue = "POSTGRESQL",
            description = "${COMPLETION-CANDIDATES}; PostgreSQL is embedded. Default: ${DEFAULT-VALUE}")
    private EngineDatabase.Kind database = EngineDatabase.Kind.POSTGRESQL;

    @Option(
            names = "--replicas",
            defaultValue = "1",
            description = "Engines on one PostgreSQL. Default: ${DEFAULT-VALUE}")
    private int replicas;

    @Override
    public Integer call() throws Exception {
        if (database == EngineDatabase.Kind.H2 && replicas > 1) {
            throw new ParameterException(spec.commandLine(), "--replicas needs PostgreSQL: H2 is one process's.");
        }
        var settings = new Deliver.Settings(endpoints, bad, rate, Duration.ofSeconds(seconds), database, replicas);
        var result = new Result("deliver", Instant.now())
                .setting("endpoints", endpoints)
                .setting("bad", bad)
                .setting("rate", rate)
                .setting("seconds", seconds)
                .setting("database", database)
                .setting("replicas", replicas);
        new Deliver(settings).run(result);
        output.show(result, "");
        return 0;
    }
}
