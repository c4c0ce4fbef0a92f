package dev.tributary.server.cli;

import dev.tributary.identity.evaluation.ModelTraining;
import dev.tributary.identity.evaluation.PersonRow;
import dev.tributary.server.cli.HubCommand.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hub identity train}: learns a model from records of which nobody knows who is who. */
@Command(
        name = "train",
        description = "Learns a model from person CSVs of which nobody needs to know who is who.",
        mixinStandardHelpOptions = true)
final class IdentityTrainCommand implements Callable<Integer> {

    private final Streams streams;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Persons as CSV; the first line names the columns.")
    private List<Path> files = List.of();

    @Option(names = "--out", required = true, paramLabel = "MODEL", description = "Where the model goes, a YAML.")
    private Path out = Path.of("");

    @Mixin
    private MatchingOptions options = new MatchingOptions();

    @Option(
            names = "--name",
            paramLabel = "VERSION",
            description = "The model's version; default the name of the file it goes to.")
    private @Nullable String name;

    IdentityTrainCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var rows = new ArrayList<PersonRow>();
        for (var file : files) {
            streams.err().println(file.toString());
            rows.addAll(options.people(file, streams).rows());
        }
        var version = name == null ? String.valueOf(out.getFileName()).replaceFirst("\\.ya?ml$", "") : name;
        var trained = ModelTraining.of(
                options.model(),
                rows,
                version,
                done -> streams.err().println("  " + done + " of " + rows.size() + " records"));
        Files.writeString(out, trained.toYaml());
        streams.err().println("The model " + version + " is in " + out);
        return 0;
    }
}
