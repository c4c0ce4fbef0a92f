package dev.tributary.mapping.ccda.datatype;

import org.jspecify.annotations.Nullable;

/** The attribute {@code use} of names, addresses and telecoms: several codes in one. */
final class Uses {

    private Uses() {}

    /** The first of them that the map knows, but {@code old} before all others; null if it knows none. */
    static @Nullable String first(String map, @Nullable String uses) {
        if (uses == null) {
            return null;
        }
        String first = null;
        for (var use : uses.split("\\s+", 0)) {
            var target = CodeMap.of(map).target(use);
            if ("old".equals(target)) {
                return target;
            }
            first = first == null ? target : first;
        }
        return first;
    }
}
