package dev.tributary.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of named values as text in columns, numbers to the right. */
final class TextTable {

    private TextTable() {}

    static String of(List<Map<String, Object>> rows) {
        var names = new LinkedHashSet<String>();
        rows.forEach(row -> names.addAll(row.keySet()));
        var lines = new ArrayList<List<String>>();
        lines.add(List.copyOf(names));
        for (var row : rows) {
            lines.add(names.stream().map(name -> cell(row.get(name))).toList());
        }
        var widths = new int[names.size()];
        for (var line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (var line : lines) {
            for (int i = 0; i < widths.length; i++) {
                var format = i == 0 ? "%-" + widths[i] + "s" : "  %" + widths[i] + "s";
                text.append(String.format(format, line.get(i)));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String cell(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
