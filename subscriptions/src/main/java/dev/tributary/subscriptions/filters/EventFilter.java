package dev.tributary.subscriptions.filters;

import java.util.List;

/** One part of a filter criteria, ready to be tested. Immutable. */
public interface EventFilter {

    /** @throws UnansweredFilterException if it cannot be said */
    boolean holds(Occurrence occurrence);

    /** {@link FilterKeys} of which an event must have one for the filter to hold; empty if that cannot be said. */
    List<String> keys();
}
