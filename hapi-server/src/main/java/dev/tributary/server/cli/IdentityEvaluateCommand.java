package dev.tributary.server.cli;

import dev.tributary.identity.evaluation.Evaluation;
import dev.tributary.identity.evaluation.EvaluationReport;
import dev.tributary.identity.evaluation.PersonCsv;
import dev.tributary.identity.evaluation.PersonRow;
import dev.tributary.identity.evaluation.Truth;
import dev.tributary.server.cli.HubCommand.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hub identity evaluate}: decides about the records of a file as the hub would, and counts what is right. */
@Command(
        name = "evaluate",
        description = "Decides about the records of a CSV as the hub would, and counts what is right.",
        mixinStandardHelpOptions = true)
final class IdentityEvaluateCommand implements Callable<Integer> {

    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "Persons as CSV; the first line names the columns.")
    private Path file = Path.of("");

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description =
                    "Who is who: id_1,id_2 a line, or id,person. Without it, a column \"person\" or FEBRL's rec_id.")
    private @Nullable Path truth;

    @Option(names = "--links", paramLabel = "OUT.csv", description = "Writes id_1,id_2,probability,outcome.")
    private @Nullable Path links;

    @Mixin
    private MatchingOptions options = new MatchingOptions();

    @Option(
            names = "--curve",
            paramLabel = "OUT.svg",
            description = "Where the threshold curve goes; default FILE.svg in this directory.")
    private @Nullable Path curve;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "COLUMN",
            description = "Decide by these only, for instance given,family,birth-date,postcode.")
    private List<String> only = List.of();

    IdentityEvaluateCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var people = options.people(file, streams);
        var matchModel = options.model();
        var result = Evaluation.of(
                matchModel, rows(people), truth(people), done -> streams.err().println("  " + done + " records"));
        var report = new EvaluationReport(result);
        streams.out().print(report.summary());
        if (links != null) {
            try (var out = Files.newBufferedWriter(links)) {
                report.writeLinks(out);
            }
        }
        var picture = curve == null ? Path.of(file.getFileName() + ".svg") : curve;
        var title = file.getFileName() + ", model " + result.modelVersion();
        Files.writeString(
                picture, result.curve().toSvg(title, matchModel.thresholds().link()));
        streams.err().println("The threshold curve is in " + picture);
        return 0;
    }

    private List<PersonRow> rows(PersonCsv people) {
        try {
            return only.isEmpty() ? people.rows() : people.only(only).rows();
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    private Truth truth(PersonCsv people) throws IOException {
        if (truth == null || truth.equals(file)) {
            return Truth.of(people.rows())
                    .orElseThrow(() -> new Refusal(file + " does not say who is who: name a file with --truth"));
        }
        try (var reader = IdentityCommand.reader(truth)) {
            return Truth.read(reader);
        } catch (IllegalArgumentException e) {
            throw new Refusal(truth + ": " + e.getMessage());
        }
    }
}
