package dev.tributary.identity.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Precision and recall of single pairs over the threshold above which they would be linked. Pairs that may never be linked (a name
 * missing, identifiers that differ) count as not linked.
 *
 * @param points from low to high thresholds
 */
public record ThresholdCurve(List<Point> points) {

    private static final int LOWEST = -10;
    private static final int HIGHEST = 30;
    private static final int LEFT = 60;
    private static final int TOP = 40;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final double BIT = Math.log(2);

    public ThresholdCurve {
        points = List.copyOf(points);
    }

    /** @param bits the threshold as logarithm of the odds to base two: 0 is a probability of one half, 10 about 0.999 */
    public record Point(int bits, double precision, double recall) {}

    /** Pairs by probability. */
    static final class Histogram {

        private final long[] same = new long[HIGHEST - LOWEST + 1];
        private final long[] different = new long[HIGHEST - LOWEST + 1];

        void add(double probability, boolean isSame) {
            (isSame ? same : different)[(int) Math.floor(bits(probability)) - LOWEST]++;
        }

        ThresholdCurve curve(long truePairs) {
            var points = new ArrayList<Point>();
            long right = 0;
            long wrong = 0;
            for (var i = same.length - 1; i >= 0; i--) {
                right += same[i];
                wrong += different[i];
                var precision = right + wrong == 0 ? 1 : (double) right / (right + wrong);
                var recall = truePairs == 0 ? 1 : (double) right / truePairs;
                points.add(0, new Point(i + LOWEST, precision, recall));
            }
            return new ThresholdCurve(points);
        }
    }

    private static double bits(double probability) {
        var odds = Math.log(probability / Math.max(1e-12, 1 - probability)) / BIT;
        return Math.max(LOWEST, Math.min(HIGHEST, odds));
    }

    /** A picture for a page; the vertical line is the threshold in force. */
    public String toSvg(String title, double linkThreshold) {
        var svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                LEFT + WIDTH + 30, TOP + HEIGHT + 60));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text(svg, LEFT, 22, "start", escaped(title));
        grid(svg);
        line(svg, "#1b6ca8", true);
        line(svg, "#c0562f", false);
        text(svg, LEFT + 12, TOP + HEIGHT - 30, "start", "<tspan fill=\"#1b6ca8\">precision</tspan>");
        text(svg, LEFT + 12, TOP + HEIGHT - 12, "start", "<tspan fill=\"#c0562f\">recall</tspan>");
        var x = x(bits(linkThreshold));
        svg.append(format(
                "<path d=\"M%.1f %d V%d\" stroke=\"#444444\" stroke-dasharray=\"4 3\"/>%n", x, TOP, TOP + HEIGHT));
        text(svg, x + 5, TOP + HEIGHT - 12, "start", format("link from %.3g", linkThreshold));
        return svg.append("</svg>\n").toString();
    }

    private static void grid(StringBuilder svg) {
        for (var i = 0; i <= 5; i++) {
            var y = y(i / 5.0);
            svg.append(format("<path d=\"M%d %.1f H%d\" stroke=\"#dddddd\"/>%n", LEFT, y, LEFT + WIDTH));
            text(svg, LEFT - 8, y + 4, "end", format("%.1f", i / 5.0));
        }
        for (var bits = LOWEST; bits <= HIGHEST; bits += 10) {
            text(svg, x(bits), TOP + HEIGHT + 18, "middle", Integer.toString(bits));
        }
        text(svg, LEFT + WIDTH / 2.0, TOP + HEIGHT + 42, "middle", "threshold: log2 of the odds that it is one person");
    }

    private void line(StringBuilder svg, String colour, boolean precision) {
        svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (var point : points) {
            svg.append(format("%.1f,%.1f ", x(point.bits()), y(precision ? point.precision() : point.recall())));
        }
        svg.append("\"/>\n");
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }

    private static double x(double bits) {
        return LEFT + WIDTH * (bits - LOWEST) / (HIGHEST - LOWEST);
    }

    private static double y(double share) {
        return TOP + HEIGHT * (1 - share);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replace("\r\n", "\n");
    }
}
