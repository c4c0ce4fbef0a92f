package dev.tributary.identity.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVRecord;

/**
 * The lines of a truth file, two values each.
 *
 * @param pairs whether both are record ids; else the second is a person
 */
record TruthFile(boolean pairs, List<List<String>> lines) {

    private static final int HEADER_LIMIT = 100_000;
    private static final Set<String> FIRST =
            Set.of("id1", "recid1", "record1", "recordid1", "left", "leftid", "ida", "a");
    private static final Set<String> SECOND =
            Set.of("id2", "recid2", "record2", "recordid2", "right", "rightid", "idb", "b");
    private static final Set<String> MATCH =
            Set.of("match", "ismatch", "label", "same", "issame", "duplicate", "truth");
    private static final Set<String> NO = Set.of("0", "false", "no", "n", "f", "nonmatch", "0.0");

    static TruthFile read(Reader reader) throws IOException {
        var buffered = new BufferedReader(reader, HEADER_LIMIT);
        buffered.mark(HEADER_LIMIT);
        var first = buffered.readLine();
        buffered.reset();
        try (var parser = Separated.format(first == null ? "" : first).parse(buffered)) {
            var records = parser.iterator();
            if (!records.hasNext()) {
                throw new IllegalArgumentException("The truth file is empty: its first line must name the columns");
            }
            var header = records.next();
            if (header.size() < 2) {
                throw new IllegalArgumentException("The truth file needs two columns: id_1,id_2 or id,person");
            }
            var columns = Columns.of(header);
            var lines = new ArrayList<List<String>>();
            records.forEachRemaining(line -> columns.add(line, lines));
            return new TruthFile(columns.pairs(), lines);
        }
    }

    /**
     * Where the values stand.
     *
     * @param match a column that says whether the pair is one person; -1 if all are
     */
    private record Columns(boolean pairs, int first, int second, int match) {

        static Columns of(CSVRecord header) {
            var one = index(header, FIRST::contains);
            var two = index(header, SECOND::contains);
            if (one.isPresent() && two.isPresent()) {
                return new Columns(
                        true,
                        one.get(),
                        two.get(),
                        index(header, MATCH::contains).orElse(-1));
            }
            var person = index(
                    header,
                    name -> Column.of(name).filter(Column.PERSON::equals).isPresent());
            if (person.isEmpty()) {
                return new Columns(true, 0, 1, index(header, MATCH::contains).orElse(-1));
            }
            var id = index(
                            header,
                            name -> Column.of(name).filter(Column.ID::equals).isPresent())
                    .orElse(person.get() == 0 ? 1 : 0);
            return new Columns(false, id, person.get(), -1);
        }

        private static Optional<Integer> index(CSVRecord header, Predicate<String> wanted) {
            for (var i = 0; i < header.size(); i++) {
                var name = header.get(i).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
                if (wanted.test(name)) {
                    return Optional.of(i);
                }
            }
            return Optional.empty();
        }

        void add(CSVRecord line, List<List<String>> lines) {
            var different = match >= 0
                    && match < line.size()
                    && NO.contains(line.get(match).toLowerCase(Locale.ROOT).strip());
            if (line.size() > Math.max(first, second) && !different) {
                lines.add(List.of(line.get(first), line.get(second)));
            }
        }
    }
}
