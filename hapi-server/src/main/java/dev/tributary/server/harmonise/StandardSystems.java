package dev.tributary.server.harmonise;

import java.util.List;
import java.util.Set;

/** Code systems that everybody understands: {@code standard-systems.csv}, where an entry ending in a slash or colon is a beginning. */
final class StandardSystems {

    private static final List<String> LINES = Table.lines("standard-systems.csv");
    private static final Set<String> WHOLE = Set.copyOf(LINES);
    private static final List<String> BEGINNINGS = LINES.stream()
            .filter(line -> line.endsWith("/") || line.endsWith(":"))
            .toList();

    private StandardSystems() {}

    static boolean contains(String system) {
        return WHOLE.contains(system) || BEGINNINGS.stream().anyMatch(system::startsWith);
    }
}
