package dev.tributary.bench.command;

import dev.tributary.bench.measure.Result;
import dev.tributary.bench.scenario.MapRun;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench map}. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description = "Maps messages and documents on one core, without a server (JMH).")
public final class MapCommand implements Callable<Integer> {

    @Mixin
    private final Output output = new Output();

    @Option(names = "--warm-up", defaultValue = "12", description = "Seconds for each input. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "15", description = "For each input. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var result = new Result("map", Instant.now()).setting("warm-up", warmUp).setting("seconds", seconds);
        new MapRun(output.repository(), warmUp, seconds).run(result);
        output.show(result, "");
        return 0;
    }
}
