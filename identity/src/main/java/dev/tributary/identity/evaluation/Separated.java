package dev.tributary.identity.evaluation;

import org.apache.commons.csv.CSVFormat;

/** How a file of values is separated: by comma, semicolon, tab or bar, whichever its first line has most of. */
final class Separated {

    private Separated() {}

    static CSVFormat format(String firstLine) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator(firstLine))
                .setIgnoreSurroundingSpaces(true)
                .setIgnoreEmptyLines(true)
                .build();
    }

    private static char separator(String header) {
        var best = ',';
        for (var candidate : new char[] {';', '\t', '|'}) {
            if (count(header, candidate) > count(header, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char character) {
        return text.chars().filter(each -> each == character).count();
    }
}
