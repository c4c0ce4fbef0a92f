package dev.tributary.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small table among the resources: semicolons between columns, names in the first line. */
final class Table {

    private Table() {}

    /** The rows of {@code /demo/<name>.csv}, by column name. */
    static List<Map<String, String>> read(String name) {
        try (var stream = Table.class.getResourceAsStream("/demo/" + name + ".csv")) {
            if (stream == null) {
                throw new IllegalStateException("No resource /demo/" + name + ".csv");
            }
            var lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            var columns = lines.get(0).split(";");
            return lines.stream().skip(1).map(line -> row(columns, line)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> row(String[] columns, String line) {
        var values = line.split(";", -1);
        var row = new TreeMap<String, String>();
        for (var i = 0; i < columns.length; i++) {
            row.put(columns[i], values[i]);
        }
        return row;
    }

    /** The value of a column that the table has. */
    static String get(Map<String, String> row, String column) {
        var value = row.get(column);
        if (value == null) {
            throw new IllegalArgumentException("No column " + column);
        }
        return value;
    }
}
