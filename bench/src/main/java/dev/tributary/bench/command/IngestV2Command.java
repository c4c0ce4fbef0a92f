package dev.tributary.bench.command;

import dev.tributary.bench.hl7v2.V2Stream;
import dev.tributary.bench.measure.Result;
import dev.tributary.bench.scenario.IngestV2;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench ingest-v2}. */
@Command(
        name = "ingest-v2",
        mixinStandardHelpOptions = true,
        description = "Sends A01, A08, ORU^R01, A02, A03 of each patient over MLLP (--mllp) or POST /hl7v2.")
public final class IngestV2Command implements Callable<Integer> {

    @Mixin
    private final Target target = new Target();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--patients", defaultValue = "1000", description = "Five messages each. Default: ${DEFAULT-VALUE}")
    private int patients;

    @Option(names = "--connections", defaultValue = "8", description = "At the same time. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--seconds",
            defaultValue = "600",
            description = "At most, for each step. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--authority",
            defaultValue = "HOSPITAL",
            description = "Assigning authority in PID-3. Default: ${DEFAULT-VALUE}")
    private String authority = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        var mllp = target.mllp();
        var sending = mllp == null ? IngestV2.Sending.http(target.source()) : mllp;
        var result = new Result("ingest-v2", Instant.now())
                .setting("url", target.url())
                .setting("over", mllp == null ? "HTTP" : "MLLP")
                .setting("patients", patients)
                .setting("connections", connections);
        var stream = new V2Stream(Run.name("i"), authority, Run.begin());
        var ingest = new IngestV2(stream, sending, connections, Duration.ofSeconds(seconds));
        ingest.run(patients, target.hub(), result);
        output.show(result, ingest.firstError());
        return 0;
    }
}
