package dev.tributary.identity.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A person CSV with any usual headers and any usual separator; the first line is the header.
 *
 * @param columns header to what it holds, for those that are recognised
 * @param ignored headers that are not
 */
public record PersonCsv(Map<String, Column> columns, List<String> ignored, List<PersonRow> rows) {

    private static final int HEADER_LIMIT = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /**
     * Reads all of it.
     *
     * @param mapping header to column, for headers that are not usual; outranks recognition
     * @throws IllegalArgumentException that says what is wrong, if no column is recognised
     */
    public static PersonCsv read(Reader reader, Map<String, Column> mapping) throws IOException {
        var buffered = new BufferedReader(reader, HEADER_LIMIT);
        buffered.mark(HEADER_LIMIT);
        if (buffered.read() != BYTE_ORDER_MARK) {
            buffered.reset();
        }
        buffered.mark(HEADER_LIMIT);
        var first = buffered.readLine();
        buffered.reset();
        var format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator(first == null ? "" : first))
                .setIgnoreSurroundingSpaces(true)
                .setIgnoreEmptyLines(true)
                .build();
        try (var parser = CSVParser.parse(buffered, format)) {
            return of(parser, mapping);
        }
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

    private static PersonCsv of(CSVParser parser, Map<String, Column> mapping) {
        var lines = parser.iterator();
        if (!lines.hasNext()) {
            throw new IllegalArgumentException("The file is empty: its first line must name the columns");
        }
        var header = lines.next();
        var columns = new LinkedHashMap<String, Column>();
        var ignored = new ArrayList<String>();
        var byIndex = new ArrayList<java.util.Optional<Column>>();
        for (var name : header) {
            var column = mapping.containsKey(name) ? java.util.Optional.of(mapping.get(name)) : Column.of(name);
            var recognised = column.filter(each -> !columns.containsValue(each));
            byIndex.add(recognised);
            recognised.ifPresentOrElse(each -> columns.put(name, each), () -> ignored.add(name));
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "No column is recognised among " + header.toList() + ": name them in a file given with --columns");
        }
        var rows = new ArrayList<PersonRow>();
        while (lines.hasNext()) {
            rows.add(row(lines.next(), byIndex, rows.size() + 1));
        }
        return new PersonCsv(columns, ignored, rows);
    }

    private static PersonRow row(CSVRecord line, List<java.util.Optional<Column>> columns, int number) {
        var values = new EnumMap<Column, String>(Column.class);
        for (var i = 0; i < Math.min(line.size(), columns.size()); i++) {
            var value = line.get(i).strip();
            if (!value.isEmpty()) {
                columns.get(i).ifPresent(column -> values.put(column, value));
            }
        }
        var id = values.getOrDefault(Column.ID, Integer.toString(number));
        return new PersonRow(id, values);
    }
}
