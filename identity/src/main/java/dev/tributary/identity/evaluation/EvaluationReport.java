package dev.tributary.identity.evaluation;

import java.util.Locale;

/** An evaluation's result as texts: for people, and as the CSV of linked pairs. */
public final class EvaluationReport {

    private static final int MOST_FALSE_LINKS = 50;

    private final EvaluationResult result;

    public EvaluationReport(EvaluationResult result) {
        this.result = result;
    }

    /** The figures, and the false links by record id. */
    public String summary() {
        var text = new StringBuilder();
        line(text, "model", result.modelVersion());
        line(text, "records", Integer.toString(result.records()));
        line(text, "pairs of one person", Long.toString(result.truePairs()));
        line(text, "pairs compared", Long.toString(result.effort().pairsCompared()));
        line(text, "blocking completeness", share(result.blockingCompleteness()));
        line(text, "over-full blocks, split", Integer.toString(result.effort().splitBlocks()));
        line(text, "precision", share(result.precision()));
        line(text, "recall, linked", share(result.recall()));
        line(text, "not linked by rule", share(result.reviewedByRule()));
        line(text, "recall, linked or review", share(result.recallWithReviews()));
        line(text, "F1, linked", share(result.f1()));
        line(text, "reviews per 1,000 records", String.format(Locale.ROOT, "%.1f", result.reviewsPerThousand()));
        var wrong = result.falseLinks();
        line(text, "false links", Integer.toString(wrong.size()));
        wrong.stream()
                .limit(MOST_FALSE_LINKS)
                .forEach(pair -> text.append(
                        String.format(Locale.ROOT, "  %s  %s  %.4f%n", pair.id1(), pair.id2(), pair.probability())));
        if (wrong.size() > MOST_FALSE_LINKS) {
            text.append("  … all of them are in the file of --links\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-26s %s%n", name, value));
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** {@code id_1,id_2,probability,outcome}, a line per pair; outcome is {@code link} or {@code review}. */
    public void writeLinks(Appendable out) throws java.io.IOException {
        out.append("id_1,id_2,probability,outcome\n");
        for (var pair : result.pairs()) {
            out.append(quoted(pair.id1()))
                    .append(',')
                    .append(quoted(pair.id2()))
                    .append(',');
            out.append(String.format(Locale.ROOT, "%.6f", pair.probability())).append(',');
            out.append(pair.link() ? "link" : "review").append('\n');
        }
    }

    private static String quoted(String value) {
        return value.matches("[^\",\\n\\r]*") ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
