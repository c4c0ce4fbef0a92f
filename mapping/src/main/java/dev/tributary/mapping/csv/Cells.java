package dev.tributary.mapping.csv;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.jspecify.annotations.Nullable;

/** Parts one record into its values. */
final class Cells {

    private final CsvLayout layout;
    private final List<Column> columns;
    private final CSVFormat format;

    Cells(CsvLayout layout, List<Column> columns) {
        this.layout = layout;
        this.columns = columns;
        this.format = CSVFormat.Builder.create()
                .setDelimiter(layout.isFixedWidth() ? ',' : layout.separator())
                .setQuote(layout.quote())
                .setIgnoreEmptyLines(false)
                .build();
    }

    /** Null if the record is no record: something stands after a closing quote, for instance. */
    @Nullable
    List<String> of(RecordSplitter.Raw raw) {
        if (layout.isFixedWidth()) {
            return slices(raw.text());
        }
        if (raw.isOpen()) {
            return null;
        }
        try (var parser = CSVParser.parse(raw.text(), format)) {
            var cells = new ArrayList<String>();
            for (var each : parser) {
                each.forEach(cells::add);
            }
            return cells;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private List<String> slices(String line) {
        var cells = new ArrayList<String>();
        for (var column : columns) {
            var from = Math.min(column.from() - 1, line.length());
            cells.add(line.substring(from, Math.max(from, Math.min(column.to(), line.length()))));
        }
        return cells;
    }
}
