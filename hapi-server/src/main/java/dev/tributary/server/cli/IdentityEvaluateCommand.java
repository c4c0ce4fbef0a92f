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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    /** A truth of other records would make all of it wrong, and one id of two records some of it. */
    private void check(PersonCsv people, Set<String> named) {
        var ids = new HashSet<String>();
        people.rows().stream()
                .map(PersonRow::id)
                .filter(id -> !ids.add(id))
                .distinct()
                .limit(10)
                .forEach(id ->
                        streams.err().println("  id " + id + " is on several lines: in the truth they are one record"));
        var unknown = named.stream().filter(id -> !ids.contains(id)).sorted().toList();
        if (!unknown.isEmpty() && unknown.size() == named.size()) {
            throw new Refusal(truth + " names no record of " + file + ": it says " + unknown.get(0)
                    + ", for instance, and there the ids are like "
                    + people.rows().stream().findFirst().map(PersonRow::id).orElse("none"));
        }
        if (!unknown.isEmpty()) {
            streams.err()
                    .println("  " + unknown.size() + " ids of " + truth + " are not in " + file + ", for instance "
                            + unknown.get(0));
        }
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
            var read = Truth.read(reader);
            check(people, read.named());
            return read;
        } catch (IllegalArgumentException e) {
            throw new Refusal(truth + ": " + e.getMessage());
        }
    }
}
