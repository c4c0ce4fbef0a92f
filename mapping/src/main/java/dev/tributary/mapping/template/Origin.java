package dev.tributary.mapping.template;

import dev.tributary.mapping.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the value of an element comes from. */
public sealed interface Origin {

    /**
     * Columns or fields, joined.
     *
     * @param names at least one
     * @param separator between those that are valued
     */
    record Named(List<String> names, String separator) implements Origin {
        public Named {
            names = List.copyOf(names);
        }

        /** Null if none is valued. */
        @Nullable
        String text(Fields fields) {
            var values = new ArrayList<String>();
            for (var name : names) {
                var value = fields.value(name);
                if (value != null) {
                    values.add(value);
                }
            }
            return values.isEmpty() ? null : String.join(separator, values);
        }
    }

    /** The same for every record. */
    record Constant(String text) implements Origin {}

    /** Another resource of the same record, by its name in the file. */
    record ReferenceTo(String name) implements Origin {}
}
