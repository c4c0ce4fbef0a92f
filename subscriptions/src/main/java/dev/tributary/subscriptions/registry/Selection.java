package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.filters.EventFilter;
import dev.tributary.subscriptions.filters.Occurrence;
import java.util.List;

/**
 * Which events of its topic a subscription wants.
 *
 * @param complete whether all filters can be evaluated; if not, it is worth to be made anew
 */
public record Selection(List<EventFilter> filters, boolean complete) {

    public Selection {
        filters = List.copyOf(filters);
    }

    /** @throws dev.tributary.subscriptions.filters.UnansweredFilterException if that cannot be said */
    public boolean holds(Occurrence occurrence) {
        return filters.stream().allMatch(filter -> filter.holds(occurrence));
    }
}
