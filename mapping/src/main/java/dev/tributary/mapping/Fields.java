package dev.tributary.mapping;

import org.jspecify.annotations.Nullable;

/** The values of one record by name: the columns of a row, the fields of a message of HL7 v2. */
public interface Fields {

    /** The value, without blanks around it; null if there is none. */
    @Nullable
    String value(String name);

    /** Where that is, for an {@link Issue}: {@code results.csv, line 17, column dob}, {@code ZPD-3}. */
    String path(String name);

    /** The same without what differs from message to message, so that equal cases can be counted: {@code results.dob}. */
    default String field(String name) {
        return path(name);
    }
}
