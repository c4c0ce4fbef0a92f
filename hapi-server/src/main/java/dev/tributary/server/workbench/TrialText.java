package dev.tributary.server.workbench;

import dev.tributary.mapping.Change;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** A dry run for the eye. */
public final class TrialText {

    private static final int WIDEST = 56;
    private static final int LONGEST_VALUE = 40;

    private final PrintStream out;

    public TrialText(PrintStream out) {
        this.out = out;
    }

    /** Writes resources, issues, lineage, and what nothing carries. */
    public void print(String name, Trial trial) {
        out.println(name + ": " + trial.format() + " " + trial.mapped().trigger() + ", as from source " + trial.source()
                + (trial.isAccepted() ? "" : " – would not be applied"));
        printResources(trial);
        printIssues(trial);
        printLineage(trial);
        printNotCarried(trial);
        out.println();
    }

    private void printResources(Trial trial) {
        var counts = new LinkedHashMap<String, Integer>();
        var lines = new ArrayList<List<String>>();
        for (var change : trial.mapped().changes()) {
            if (change instanceof Change.Write write) {
                counts.merge(write.resource().fhirType(), 1, Integer::sum);
                lines.add(List.of(
                        write.resource().fhirType() + "/"
                                + write.resource().getIdElement().getIdPart(),
                        write.extent().name().toLowerCase(Locale.ROOT)));
            } else if (change instanceof Change.MergePatients merge) {
                lines.add(List.of("Patient/" + merge.retired(), "lives on in Patient/" + merge.survivor()));
            }
        }
        var summary = new ArrayList<String>();
        counts.forEach((type, count) -> summary.add(count + " " + type));
        table("Resources" + (summary.isEmpty() ? ": none" : ": " + String.join(", ", summary)), lines);
    }

    private void printIssues(Trial trial) {
        table(
                "Issues" + (trial.mapped().issues().isEmpty() ? ": none" : ""),
                trial.mapped().issues().stream()
                        .map(issue ->
                                List.of(issue.severity().name().toLowerCase(Locale.ROOT), issue.path(), issue.text()))
                        .toList());
    }

    private void printLineage(Trial trial) {
        if (trial.lineage().elements().isEmpty()) {
            return;
        }
        table(
                "Lineage: element, value, where it came from",
                trial.lineage().elements().stream()
                        .map(element -> List.of(
                                element.path(),
                                shortened(element.value()),
                                element.from().isEmpty() ? "– (the map)" : String.join(", ", element.from())))
                        .toList());
        if (trial.lineage().untried() > 0) {
            out.println("  " + trial.lineage().untried() + " more places were not tried: the input is too large.");
        }
    }

    private void printNotCarried(Trial trial) {
        var lost = trial.notCarried();
        if (trial.lineage().places().isEmpty()) {
            return;
        }
        table(
                "Valued and not carried" + (lost.isEmpty() ? ": nothing" : ""),
                lost.stream()
                        .map(each -> List.of(
                                each.place().path(),
                                shortened(each.place().value()),
                                each.reported() ? "reported" : "known, of no interest to a record"))
                        .toList());
    }

    private void table(String title, List<List<String>> rows) {
        out.println("  " + title);
        var widths = new int[4];
        for (var row : rows) {
            for (var i = 0; i < row.size() - 1; i++) {
                widths[i] = Math.min(WIDEST, Math.max(widths[i], row.get(i).length()));
            }
        }
        for (var row : rows) {
            var line = new StringBuilder("    ");
            for (var i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                line.append(" "
                        .repeat(
                                i == row.size() - 1
                                        ? 0
                                        : Math.max(2, widths[i] + 2 - row.get(i).length())));
            }
            out.println(line);
        }
    }

    private static String shortened(String value) {
        var line = value.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 1) + "…";
    }
}
