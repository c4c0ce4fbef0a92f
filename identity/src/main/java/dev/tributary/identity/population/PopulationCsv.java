package dev.tributary.identity.population;

import dev.tributary.identity.evaluation.Column;
import dev.tributary.identity.evaluation.PersonRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** People as CSV, in columns that the evaluation recognises. */
public final class PopulationCsv {

    private PopulationCsv() {}

    /** Columns in which nobody has a value are left out. */
    public static void write(List<PersonRow> rows, boolean withoutIdentifiers, Appendable out) throws IOException {
        var columns = Arrays.stream(Column.values())
                .filter(column -> column == Column.ID
                        || rows.stream().anyMatch(row -> !row.value(column).isEmpty()))
                .filter(column -> !withoutIdentifiers || !isIdentifier(column))
                .toList();
        try (var csv = new CSVPrinter(out, CSVFormat.DEFAULT)) {
            csv.printRecord(columns.stream().map(Column::code).toList());
            for (var row : rows) {
                csv.printRecord(columns.stream()
                        .map(column -> column == Column.ID ? row.id() : row.value(column))
                        .toList());
            }
        }
    }

    private static boolean isIdentifier(Column column) {
        return column == Column.NATIONAL_ID
                || column == Column.LICENCE
                || column == Column.RECORD_NUMBER
                || column == Column.INSURANCE;
    }
}
