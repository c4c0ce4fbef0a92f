package dev.tributary.bench.command;

import dev.tributary.bench.measure.Result;
import dev.tributary.bench.scenario.IngestFhir;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench ingest-fhir}. */
@Command(
        name = "ingest-fhir",
        mixinStandardHelpOptions = true,
        description = "Posts a Synthea population as transaction bundles.")
public final class IngestFhirCommand implements Callable<Integer> {

    @Mixin
    private final Target target = new Target();

    @Mixin
    private final People people = new People();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--connections", defaultValue = "4", description = "At the same time. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--seconds", defaultValue = "900", description = "At most. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var source = target.source();
        var population = people.make(output.repository());
        var result = new Result("ingest-fhir", Instant.now())
                .setting("url", target.url())
                .setting("population", people.population)
                .setting("years", people.years)
                .setting("connections", connections);
        var ingest = new IngestFhir(source, connections, Duration.ofSeconds(seconds));
        var shared = ingest.postInOrder(population.shared());
        shared.describe(result.row("hospitals, practitioners"));
        var patients = ingest.post(population.patients());
        patients.describe(result.row("patients"));
        output.show(result, shared.errors() > 0 ? shared.firstError() : patients.firstError());
        return 0;
    }
}
