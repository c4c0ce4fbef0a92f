package dev.tributary.identity.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        var format = Separated.format(first == null ? "" : first);
        try (var parser = CSVParser.parse(buffered, format)) {
            return of(parser, mapping);
        }
    }

    /** With these columns' values only, ids kept; throws {@link IllegalArgumentException} for what is no column. */
    public PersonCsv only(List<String> codes) {
        var kept = codes.stream().map(ColumnMapping::column).toList();
        var fewer = rows.stream()
                .map(row -> {
                    var values = new EnumMap<Column, String>(Column.class);
                    row.values().forEach((column, value) -> {
                        if (kept.contains(column)) {
                            values.put(column, value);
                        }
                    });
                    return new PersonRow(row.id(), values);
                })
                .toList();
        return new PersonCsv(columns, ignored, fewer);
    }

    private static PersonCsv of(CSVParser parser, Map<String, Column> mapping) {
        var lines = parser.iterator();
        if (!lines.hasNext()) {
            throw new IllegalArgumentException("The file is empty: its first line must name the columns");
        }
        var header = lines.next();
        var columns = new LinkedHashMap<String, Column>();
        var ignored = new ArrayList<String>();
        var byIndex = new ArrayList<Optional<Column>>();
        var id = idHeader(header, mapping);
        for (var name : header) {
            var column = Optional.ofNullable(mapping.get(name)).or(() -> column(name, header));
            var recognised = column.filter(each -> !columns.containsValue(each))
                    .filter(each -> each != Column.ID || name.equals(id));
            byIndex.add(recognised);
            recognised.ifPresentOrElse(each -> columns.put(name, each), () -> ignored.add(name));
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "No column is recognised among " + header.toList() + ": name them in a file given with --columns");
        }
        var records = new ArrayList<CSVRecord>();
        try {
            lines.forEachRemaining(records::add);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "Line " + (records.size() + 2)
                            + " cannot be read: a quote stands within a value, or is never closed. Double it, or leave it out.",
                    e);
        }
        var numbers = columns.containsValue(Column.ID) ? -1 : numbering(header, byIndex, records);
        if (numbers >= 0) {
            // Numbers that no two records share tell records apart, not people.
            columns.put(header.get(numbers), Column.ID);
            ignored.remove(header.get(numbers));
            byIndex.set(numbers, Optional.of(Column.ID));
        }
        dropRecordNumbers(header, columns, ignored, byIndex, records);
        var rows = new ArrayList<PersonRow>();
        for (var line : records) {
            var number = numbers < 0 || numbers >= line.size() ? Integer.toString(rows.size() + 1) : line.get(numbers);
            rows.add(row(line, byIndex, number));
        }
        return new PersonCsv(columns, ignored, rows);
    }

    /** Of several columns that may hold ids, the one with the plainest name; what is mapped outranks all. */
    private static String idHeader(CSVRecord header, Map<String, Column> mapping) {
        var mapped =
                header.stream().filter(name -> mapping.get(name) == Column.ID).findFirst();
        return mapped.or(() -> header.stream()
                        .filter(name ->
                                Column.of(name).filter(Column.ID::equals).isPresent())
                        .min(java.util.Comparator.comparingInt(Column.ID::rank)))
                .orElse("");
    }

    /** "birth_day" is a whole date, or the third part of one. */
    private static Optional<Column> column(String name, CSVRecord header) {
        var column = Column.of(name);
        var inParts = column.filter(Column.BIRTH_DATE::equals).isPresent()
                && name.toLowerCase(Locale.ROOT).endsWith("day")
                && header.stream()
                        .anyMatch(each -> Column.of(each)
                                .filter(Column.BIRTH_MONTH::equals)
                                .isPresent());
        return inParts ? Optional.of(Column.BIRTH_DAY) : column;
    }

    /** Without a column of ids, the record numbers or else the first column, if each line has its own; -1 if neither is so. */
    private static int numbering(CSVRecord header, List<Optional<Column>> columns, List<CSVRecord> lines) {
        var numbers = columns.indexOf(Optional.of(Column.RECORD_NUMBER));
        if (numbers >= 0 && tellsApart(numbers, lines)) {
            return numbers;
        }
        return header.size() > 0 && columns.get(0).isEmpty() && tellsApart(0, lines) ? 0 : -1;
    }

    private static boolean tellsApart(int column, List<CSVRecord> lines) {
        return lines.stream()
                        .allMatch(line ->
                                line.size() > column && !line.get(column).isEmpty())
                && areDistinct(column, lines);
    }

    private static boolean areDistinct(int column, List<CSVRecord> lines) {
        var values = lines.stream()
                .filter(line -> line.size() > column)
                .map(line -> line.get(column).strip())
                .filter(value -> !value.isEmpty())
                .toList();
        return values.size() == new HashSet<>(values).size();
    }

    /** That two such numbers differ says nothing, if no two lines of the file have one in common, of one person or not. */
    private static void dropRecordNumbers(
            CSVRecord header,
            Map<String, Column> columns,
            List<String> ignored,
            List<Optional<Column>> byIndex,
            List<CSVRecord> lines) {
        var numbers = byIndex.indexOf(Optional.of(Column.RECORD_NUMBER));
        if (numbers >= 0 && lines.size() > 1 && areDistinct(numbers, lines)) {
            columns.remove(header.get(numbers));
            ignored.add(header.get(numbers));
            byIndex.set(numbers, Optional.empty());
        }
    }

    private static PersonRow row(CSVRecord line, List<Optional<Column>> columns, String number) {
        var values = new EnumMap<Column, String>(Column.class);
        for (var i = 0; i < Math.min(line.size(), columns.size()); i++) {
            var value = line.get(i).strip();
            if (!value.isEmpty()) {
                columns.get(i).ifPresent(column -> values.put(column, value));
            }
        }
        var id = values.getOrDefault(Column.ID, number);
        return new PersonRow(id, values);
    }
}
