package dev.tributary.bench.command;

import dev.tributary.bench.engine.Deliver;
import dev.tributary.bench.measure.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench deliver}. */
@Command(
        name = "deliver",
        mixinStandardHelpOptions = true,
        description =
                "The notification engine alone: many endpoints, first healthy, then with some dead, hanging or slow.")
public final class DeliverCommand implements Callable<Integer> {

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

    @Override
    public Integer call() throws Exception {
        var settings = new Deliver.Settings(endpoints, bad, rate, Duration.ofSeconds(seconds));
        var result = new Result("deliver", Instant.now())
                .setting("endpoints", endpoints)
                .setting("bad", bad)
                .setting("rate", rate)
                .setting("seconds", seconds);
        new Deliver(settings).run(result);
        output.show(result, "");
        return 0;
    }
}
