package dev.tributary.subscriptions.events;

import java.util.EnumSet;
import java.util.Set;

/**
 * One thing that lies between two states of a resource.
 *
 * @param corrects the kinds that it takes back or changes: whoever was told of one of them is told of this too
 */
public record Detection(EventKind kind, Set<EventKind> corrects) {

    static Detection of(EventKind kind) {
        return new Detection(kind, Set.of());
    }

    static Detection correcting(EventKind kind, EventKind first, EventKind... more) {
        return new Detection(kind, EnumSet.of(first, more));
    }
}
