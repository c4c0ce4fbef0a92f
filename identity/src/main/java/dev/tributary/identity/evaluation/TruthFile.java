package dev.tributary.identity.evaluation;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The lines of a truth file, two values each.
 *
 * @param pairs whether both are record ids; else the second is a person
 */
record TruthFile(boolean pairs, List<List<String>> lines) {

    static TruthFile read(Reader reader) throws IOException {
        var format =
                CSVFormat.DEFAULT.builder().setIgnoreSurroundingSpaces(true).build();
        var lines = new ArrayList<List<String>>();
        try (var parser = format.parse(reader)) {
            var records = parser.iterator();
            if (!records.hasNext()) {
                throw new IllegalArgumentException("The truth file is empty: its first line must name the columns");
            }
            var header = records.next();
            var person = index(header, Column.PERSON);
            var id = index(header, Column.ID);
            var pairs = person.isEmpty() || id.isEmpty() || person.equals(id);
            var first = pairs ? 0 : id.get();
            var second = pairs ? 1 : person.get();
            if (header.size() < 2) {
                throw new IllegalArgumentException("The truth file needs two columns: id_1,id_2 or id,person");
            }
            records.forEachRemaining(line -> add(lines, line, first, second));
            return new TruthFile(pairs, lines);
        }
    }

    private static void add(List<List<String>> lines, CSVRecord line, int first, int second) {
        if (line.size() > Math.max(first, second)) {
            lines.add(List.of(line.get(first), line.get(second)));
        }
    }

    private static Optional<Integer> index(CSVRecord header, Column column) {
        for (var i = 0; i < header.size(); i++) {
            var name =
                    header.get(i).replace("\ufeff", "").toLowerCase(Locale.ROOT).strip();
            if (Column.of(name).filter(column::equals).isPresent()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
