package dev.tributary.mapping.template;

import dev.tributary.mapping.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that a source's file keeps out, test patients for instance.
 *
 * @param name for people, to say why
 * @param when all must hold
 */
public record RowFilter(String name, List<Condition> when) {

    public RowFilter {
        when = List.copyOf(when);
    }

    /** The first filter that keeps the record out; null if none does. */
    public static @Nullable RowFilter first(List<RowFilter> filters, Fields fields) {
        return filters.stream()
                .filter(filter -> Condition.allHold(filter.when(), fields))
                .findFirst()
                .orElse(null);
    }
}
