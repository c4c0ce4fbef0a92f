package dev.tributary.bench.command;

import dev.tributary.bench.synthea.Population;
import dev.tributary.bench.synthea.Synthea;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which Synthea population. */
final class People {

    @Option(names = "--population", defaultValue = "50", description = "People alive. Default: ${DEFAULT-VALUE}")
    int population;

    @Option(
            names = "--years",
            defaultValue = "3",
            description = "Years of history each; bundles grow with it. Default: ${DEFAULT-VALUE}")
    int years;

    @Option(names = "--population-seed", defaultValue = "1", description = "Synthea's seed. Default: ${DEFAULT-VALUE}")
    int seed;

    Population make(Path repository) throws IOException, InterruptedException {
        return new Synthea(repository).population(population, seed, years);
    }
}
