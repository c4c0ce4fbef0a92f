package dev.tributary.bench.command;

import dev.tributary.bench.measure.Result;
import dev.tributary.bench.scenario.Read;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench read}. */
@Command(name = "read", mixinStandardHelpOptions = true, description = "Reads the records of patients that are there.")
public final class ReadCommand implements Callable<Integer> {

    @Mixin
    private final Target target = new Target();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--patients", defaultValue = "200", description = "At most. Default: ${DEFAULT-VALUE}")
    private int patients;

    @Option(names = "--connections", defaultValue = "4", description = "At the same time. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--seconds", defaultValue = "30", description = "For each kind. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var result = new Result("read", Instant.now())
                .setting("url", target.url())
                .setting("connections", connections)
                .setting("seconds", seconds);
        new Read(target.reader(), connections, Duration.ofSeconds(seconds), 1).run(patients, result);
        output.show(result, "");
        return 0;
    }
}
