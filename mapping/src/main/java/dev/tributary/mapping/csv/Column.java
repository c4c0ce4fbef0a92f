package dev.tributary.mapping.csv;

import dev.tributary.mapping.template.ValueCheck;
import java.util.List;

/**
 * A column that a feed knows.
 *
 * @param name in the header, and in the source's file
 * @param aliases other names that the header may give it
 * @param isOptional whether the header may lack it
 * @param isRequired whether each row must have a value
 * @param check what values it may have
 * @param from first character in a file of fixed width, from 1; 0 in a delimited file
 * @param to last character in a file of fixed width
 */
public record Column(
        String name, List<String> aliases, boolean isOptional, boolean isRequired, ValueCheck check, int from, int to) {

    public Column {
        aliases = List.copyOf(aliases);
    }

    /** Of any value, in a delimited file. */
    public static Column named(String name) {
        return new Column(name, List.of(), false, false, ValueCheck.ANY, 0, 0);
    }
}
