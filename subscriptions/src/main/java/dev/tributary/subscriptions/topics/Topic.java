package dev.tributary.subscriptions.topics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Something that can be subscribed to: a <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/components.html#subscription-topics">SubscriptionTopic</a>.
 *
 * @param canonical the URL that a client writes into {@code Subscription.criteria}, without version
 * @param kind what its events are called in tables and JSON: a short code for shipped topics, the canonical URL for others
 * @param title for people
 * @param resourceTypes the types whose changes make its events
 * @param limits what a subscription may filter by, as {@code Encounter?class}, and how
 * @param along what goes along with the focus
 */
public record Topic(
        String canonical,
        String kind,
        String title,
        Set<String> resourceTypes,
        Map<String, FilterLimit> limits,
        Along along) {

    public Topic {
        resourceTypes = Set.copyOf(resourceTypes);
        limits = Map.copyOf(limits);
    }

    /** A topic whose filters may be used in any way that their parameters have. */
    public Topic(
            String canonical,
            String kind,
            String title,
            Set<String> resourceTypes,
            Set<String> filters,
            List<String> includes) {
        this(
                canonical,
                kind,
                title,
                resourceTypes,
                filters.stream().collect(Collectors.toMap(Function.identity(), name -> FilterLimit.NONE)),
                new Along(includes, List.of()));
    }

    /** What a subscription may filter by, as {@code Encounter?class}. */
    public Set<String> filters() {
        return limits.keySet();
    }

    /** Stands for a topic that existed when somebody subscribed to it. */
    public static Topic gone(String canonical) {
        return new Topic(canonical, canonical, canonical, Set.of(), Map.of(), new Along(List.of(), List.of()));
    }
}
