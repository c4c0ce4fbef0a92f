package dev.tributary.bench.command;

import dev.tributary.bench.engine.Soak;
import dev.tributary.bench.measure.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench soak}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "The notification engine alone, against endpoints that fail in every way and recover in the end.")
public final class SoakCommand implements Callable<Integer> {

    /** As of a crash run that found a violation. */
    private static final int UNEVEN = 3;

    @Mixin
    private final Output output = new Output();

    @Option(names = "--minutes", defaultValue = "30", description = "How long. Default: ${DEFAULT-VALUE}")
    private double minutes;

    @Option(names = "--endpoints", defaultValue = "60", description = "How many. Default: ${DEFAULT-VALUE}")
    private int endpoints;

    @Option(names = "--rate", defaultValue = "5", description = "Events a second. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--seed", defaultValue = "1", description = "Of the faults. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Override
    public Integer call() throws Exception {
        var lasting = Duration.ofSeconds(Math.round(minutes * 60));
        var result = new Result("soak", Instant.now())
                .setting("minutes", minutes)
                .setting("endpoints", endpoints)
                .setting("rate", rate)
                .setting("seed", seed);
        var even = new Soak(new Soak.Settings(endpoints, rate, lasting, seed)).run(result);
        output.show(result, "");
        return even ? 0 : UNEVEN;
    }
}
