package dev.tributary.server.sources;

import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills <code>${NAME}</code> and <code>${NAME:default}</code> in a value. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)(?::([^}]*))?}");

    private final Function<String, @Nullable String> lookup;

    Placeholders(Function<String, @Nullable String> lookup) {
        this.lookup = lookup;
    }

    /** A name that is neither set nor has a default stays as it is written, so that the reader's error shows it. */
    String fill(String value) {
        var filled = new StringBuilder();
        var rest = 0;
        var match = PLACEHOLDER.matcher(value);
        while (match.find()) {
            var found = lookup.apply(match.group(1));
            if (found == null) {
                found = match.group(2) == null ? match.group() : match.group(2);
            }
            filled.append(value, rest, match.start()).append(found);
            rest = match.end();
        }
        return filled.append(value, rest, value.length()).toString();
    }

    static boolean isOpen(String filled) {
        return PLACEHOLDER.matcher(filled).find();
    }
}
