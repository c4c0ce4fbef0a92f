package dev.tributary.conformance.report;

import java.util.Locale;

/** A run as lines of text for a terminal. */
public final class Table {
    private Table() {}

    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        String software = report.software().isEmpty() ? "" : " (" + report.software() + ")";
        text.append("Conformance of ").append(report.target()).append(software).append("\n\n");
        for (CheckResult result : report.results()) {
            text.append(line(result)).append('\n');
        }
        return text.append('\n').append(report.summary()).append('\n').toString();
    }

    private static String line(CheckResult result) {
        String line = String.format(
                Locale.ROOT,
                "%-4s  %-40s %-18s %s",
                result.outcome(),
                result.check().id(),
                String.join(" ", result.check().statements()),
                result.check().title());
        return result.message().isEmpty() ? line : line + "\n      " + result.message();
    }
}
