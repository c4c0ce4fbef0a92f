package dev.tributary.server.cli;

import dev.tributary.identity.population.Population;
import dev.tributary.identity.population.PopulationCsv;
import dev.tributary.identity.population.Relatives;
import dev.tributary.server.cli.HubCommand.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hub identity generate}: invented people with invented errors and a known truth. */
@Command(
        name = "generate",
        description =
                "Writes a CSV of invented people with errors, relatives and the truth; or a file's people with relatives.",
        mixinStandardHelpOptions = true)
final class IdentityGenerateCommand implements Callable<Integer> {

    private final Streams streams;

    @Option(names = "--out", required = true, paramLabel = "OUT.csv", description = "Where the people go.")
    private Path out = Path.of("");

    @Option(names = "--people", defaultValue = "5000", description = "About so many people; default 5000.")
    private int people;

    @Option(names = "--seed", defaultValue = "1", description = "Another seed, other people; default 1.")
    private long seed;

    @Option(
            names = "--relatives",
            defaultValue = "0.1",
            description = "So many of the people get a twin, as many a sibling and so on: 0 to 0.2; default 0.1.")
    private double relatives;

    @Option(names = "--without-identifiers", description = "No national and record numbers.")
    private boolean withoutIdentifiers;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Adds relatives to this FEBRL file instead of inventing people.")
    private @Nullable Path from;

    IdentityGenerateCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var rows = from == null
                ? Population.of(new Population.Settings(people, relatives, !withoutIdentifiers, seed))
                : Relatives.added(IdentityCommand.people(from, null, streams).rows(), relatives, seed);
        try (var writer = Files.newBufferedWriter(out)) {
            PopulationCsv.write(rows, withoutIdentifiers, writer);
        }
        streams.err().println(rows.size() + " records are in " + out);
        return 0;
    }
}
