package dev.tributary.bench.command;

import dev.tributary.bench.measure.Result;
import dev.tributary.bench.scenario.Compare;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Ingests the same bundles into a hub and a plain HAPI of its own, in turns, and prints ratios.")
public final class CompareCommand implements Callable<Integer> {

    @Mixin
    private final People people = new People();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--connections", defaultValue = "4", description = "At the same time. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--rounds",
            defaultValue = "4",
            description = "Parts that are counted, after a warm-up. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--mdm", description = "Plain HAPI with its MDM")
    private boolean mdm;

    @Option(names = "--rest-hook", description = "Plain HAPI with rest-hook subscriptions and one for Encounters")
    private boolean restHook;

    @Parameters(arity = "0..*", description = "The command that serves a hub. Default: bin/hub serve")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        var repository = output.repository();
        var options = new ArrayList<String>();
        if (mdm) {
            options.add("--mdm");
        }
        if (restHook) {
            options.add("--rest-hook");
        }
        var result = new Result("compare", Instant.now())
                .setting("population", people.population)
                .setting("years", people.years)
                .setting("connections", connections)
                .setting("rounds", rounds)
                .setting("plain", options);
        var serve = command.isEmpty() ? List.of(repository.resolve("bin/hub").toString(), "serve") : command;
        new Compare(new Compare.Settings(
                        repository,
                        repository.resolve("bench/target/compare").resolve(Run.name("run-")),
                        serve,
                        options,
                        people.make(repository),
                        connections,
                        rounds))
                .run(result);
        output.show(result, "");
        return 0;
    }
}
