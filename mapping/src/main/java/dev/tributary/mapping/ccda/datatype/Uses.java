package dev.tributary.mapping.ccda.datatype;

import org.jspecify.annotations.Nullable;

/** The attribute {@code use} of names, addresses and telecoms: several codes in one. */
final class Uses {

    private Uses() {}

    /** The first of them that the map knows; null if it knows none. */
    static @Nullable String first(String map, @Nullable String uses) {
        if (uses == null) {
            return null;
        }
        for (var use : uses.split("\\s+", 0)) {
            var target = CodeMap.of(map).target(use);
            if (target != null) {
                return target;
            }
        }
        return null;
    }
}
