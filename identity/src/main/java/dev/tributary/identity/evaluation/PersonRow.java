package dev.tributary.identity.evaluation;

import java.util.EnumMap;
import java.util.Map;

/**
 * A line of a person CSV.
 *
 * @param values without blanks around them and without empty ones
 */
public record PersonRow(String id, Map<Column, String> values) {

    public PersonRow {
        var copy = new EnumMap<Column, String>(Column.class);
        copy.putAll(values);
        values = java.util.Collections.unmodifiableMap(copy);
    }

    /** Empty if the line says nothing there. */
    public String value(Column column) {
        return values.getOrDefault(column, "");
    }
}
