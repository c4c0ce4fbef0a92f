package dev.tributary.subscriptions.topics;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a topic lets be done with one of its filters, after
 * <a href="http://hl7.org/fhir/R5/subscriptiontopic-definitions.html#SubscriptionTopic.canFilterBy">canFilterBy</a>.
 *
 * @param comparators prefixes that may be used, {@code eq} for none; empty for all that the parameter has
 * @param modifiers those that may be used; empty for all that the parameter has
 */
public record FilterLimit(Set<String> comparators, Set<String> modifiers) {

    /** Whatever the parameter has. */
    static final FilterLimit NONE = new FilterLimit(Set.of(), Set.of());

    public FilterLimit {
        comparators = Set.copyOf(comparators);
        modifiers = Set.copyOf(modifiers);
    }

    /**
     * Whether a filter stays within it.
     *
     * @param modifier empty for none
     * @param used the prefixes of its values
     */
    public boolean allows(String modifier, Collection<String> used) {
        boolean modified = modifier.isEmpty() || modifiers.isEmpty() || modifiers.contains(modifier);
        return modified && (!modifier.isEmpty() || comparators.isEmpty() || comparators.containsAll(used));
    }

    /** For the author of a filter that does not. */
    public String text() {
        String prefixes = comparators.isEmpty() ? "" : " with " + String.join(", ", new TreeSet<>(comparators));
        String all = modifiers.isEmpty() ? "" : " with :" + String.join(", :", new TreeSet<>(modifiers));
        return prefixes + (prefixes.isEmpty() || all.isEmpty() ? "" : " or") + all;
    }
}
