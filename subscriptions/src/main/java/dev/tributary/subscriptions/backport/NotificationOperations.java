package dev.tributary.subscriptions.backport;

import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/operations.html">Backport</a> on Subscription. Who may call
 * them is for the caller to decide.
 *
 * <pre>
 * GET [base]/Subscription/[id]/$status      GET [base]/Subscription/$status?id=[id]&amp;status=[code]
 * GET [base]/Subscription/[id]/$events?eventsSinceNumber=[n]&amp;eventsUntilNumber=[n]&amp;content=[code]
 * </pre>
 */
public final class NotificationOperations {

    /** The most events one answer of {@code $events} holds; the answer says so, and where to go on. */
    public static final int MAX_EVENTS = 1_000;

    private final SubscriptionStore subscriptions;
    private final NotificationStore notifications;
    private final BackportBundles bundles;
    private final Disclosure disclosure;

    public NotificationOperations(
            SubscriptionStore subscriptions,
            NotificationStore notifications,
            BackportBundles bundles,
            Disclosure disclosure) {
        this.subscriptions = subscriptions;
        this.notifications = notifications;
        this.bundles = bundles;
        this.disclosure = disclosure;
    }

    /**
     * {@code $status}: a searchset with one query-status per subscription, in whatever state it is.
     *
     * @param owner whose subscriptions may be seen; null for everybody's
     * @param ids only these, if any are given
     * @param statuses only subscriptions in one of these states, if any are given
     */
    public Bundle status(@Nullable String owner, Collection<String> ids, Collection<String> statuses) {
        return bundles.statuses(subscriptions.all(owner).stream()
                .filter(subscription -> ids.isEmpty() || ids.contains(subscription.id()))
                .filter(subscription -> statuses.isEmpty()
                        || statuses.contains(subscription.status().code()))
                .toList());
    }

    /**
     * {@code $events}: a history with the events of these numbers, both inclusive, delivered or not; empty if there is no such
     * subscription.
     *
     * @param content a wish; the answer never says more than the subscription's own payload content
     */
    public Optional<Bundle> events(
            String id, @Nullable Long since, @Nullable Long until, @Nullable PayloadContent content) {
        return subscriptions.find(id).map(subscription -> {
            PayloadContent most = subscription.definition().content();
            PayloadContent chosen = content == null || content.compareTo(most) > 0 ? most : content;
            long first = since == null ? 1 : since;
            List<NotifiedEvent> found =
                    notifications.range(id, first, until == null ? Long.MAX_VALUE : until, MAX_EVENTS + 1);
            List<NotifiedEvent> events = found.stream()
                    .limit(MAX_EVENTS)
                    .map(event -> event.disclosedTo(subscription.owner(), disclosure::refusal))
                    .toList();
            Bundle answer = bundles.events(subscription, events, chosen);
            List<String> missing = missing(first, notifications.purgedNumber(id), found);
            if (!missing.isEmpty()) {
                answer.getEntryFirstRep().getResponse().setOutcome(incomplete(missing));
            }
            return answer;
        });
    }

    /** What a client that asks from further back, or for very many, will not find in the answer. */
    private static List<String> missing(long first, long purged, List<NotifiedEvent> found) {
        List<String> missing = new ArrayList<>();
        if (first <= purged) {
            missing.add("Events up to number " + purged + " are no longer kept, or only in part; those from "
                    + (purged + 1) + " are complete.");
        }
        if (found.size() > MAX_EVENTS) {
            missing.add("There are more: these are the first " + MAX_EVENTS + ". Go on with eventsSinceNumber="
                    + found.get(MAX_EVENTS).number() + ".");
        }
        return missing;
    }

    private static OperationOutcome incomplete(List<String> missing) {
        OperationOutcome outcome = new OperationOutcome();
        for (String text : missing) {
            outcome.addIssue()
                    .setSeverity(OperationOutcome.IssueSeverity.WARNING)
                    .setCode(OperationOutcome.IssueType.INCOMPLETE)
                    .setDiagnostics(text);
        }
        return outcome;
    }
}
