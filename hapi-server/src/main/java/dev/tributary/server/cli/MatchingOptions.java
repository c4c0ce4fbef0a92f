package dev.tributary.server.cli;

import dev.tributary.identity.evaluation.PersonCsv;
import dev.tributary.identity.matching.MatchModel;
import dev.tributary.server.cli.HubCommand.Streams;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands that compare people of files. */
final class MatchingOptions {

    @Option(
            names = "--columns",
            paramLabel = "MAPPING.yaml",
            description = "What unusual columns hold: header: birth-date.")
    private @Nullable Path columns;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The model to decide by or to start from; without it, the shipped one.")
    private @Nullable Path model;

    PersonCsv people(Path file, Streams streams) throws IOException {
        return IdentityCommand.people(file, columns, streams);
    }

    MatchModel model() throws IOException {
        return IdentityCommand.model(model);
    }
}
