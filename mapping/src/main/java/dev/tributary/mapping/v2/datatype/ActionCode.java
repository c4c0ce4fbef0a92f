package dev.tributary.mapping.v2.datatype;

import org.jspecify.annotations.Nullable;

/** What a segment asks for, by {@code ActionCodes.csv}. */
public final class ActionCode {

    private ActionCode() {}

    /** Whether the code takes back what the segment says. */
    public static boolean isDelete(@Nullable String code) {
        var entry = code == null ? null : CodeTable.of("ActionCodes").get(code);
        return entry != null && entry.target().equals("delete");
    }
}
