package dev.tributary.subscriptions.topics;

import java.util.List;

/**
 * What goes along with the focus of an event, after
 * <a href="http://hl7.org/fhir/R4B/subscriptiontopic-definitions.html#SubscriptionTopic.notificationShape">notificationShape</a>.
 *
 * @param includes what the focus refers to, as {@code Encounter:location}
 * @param revIncludes what refers to the focus, as {@code Observation:encounter}
 */
public record Along(List<String> includes, List<String> revIncludes) {

    public Along {
        includes = List.copyOf(includes);
        revIncludes = List.copyOf(revIncludes);
    }
}
