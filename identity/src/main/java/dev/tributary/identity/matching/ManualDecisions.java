package dev.tributary.identity.matching;

import java.util.Set;

/**
 * What people decided about the arriving record; it outranks the model.
 *
 * @param linked persons that it was said to belong to
 * @param neverLinked persons that it was said not to belong to
 */
public record ManualDecisions(Set<String> linked, Set<String> neverLinked) {

    public static final ManualDecisions NONE = new ManualDecisions(Set.of(), Set.of());

    public ManualDecisions {
        linked = Set.copyOf(linked);
        neverLinked = Set.copyOf(neverLinked);
    }
}
