package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.filters.EventFilter;
import dev.tributary.subscriptions.filters.Occurrence;
import java.util.List;

/** Which events of its topic a subscription wants. */
public record Selection(List<EventFilter> filters) {

    public Selection {
        filters = List.copyOf(filters);
    }

    public boolean holds(Occurrence occurrence) {
        return filters.stream().allMatch(filter -> filter.holds(occurrence));
    }
}
