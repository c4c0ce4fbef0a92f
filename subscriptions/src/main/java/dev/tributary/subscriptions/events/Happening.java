package dev.tributary.subscriptions.events;

import java.util.Set;

/**
 * An event that was detected and not recorded yet.
 *
 * @param corrects the kinds whose subscribers hear of it too, if they were told of the same focus before
 * @param focus {@code Type/id}
 * @param focusVersion the version that it was seen in; empty if that is not known
 * @param patient {@code Patient/id}; empty if the resource is nobody's
 */
public record Happening(
        EventKind kind, Set<EventKind> corrects, String focus, String focusVersion, String patient, Facts facts) {}
