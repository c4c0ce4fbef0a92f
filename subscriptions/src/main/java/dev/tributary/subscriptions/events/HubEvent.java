package dev.tributary.subscriptions.events;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a person or in a person's care, as it is kept in the outbox.
 *
 * @param kind the code of a shipped topic, see {@link EventKind#code}, or the canonical URL of a user's topic
 * @param focus as a relative reference, for instance {@code Encounter/<id>}
 * @param focusVersion the version of the focus that the event was detected in; a deletion is one, too
 * @param patient the unified patient as a relative reference, {@code Patient/<id>}; empty if it is nobody's
 * @param occurred when it happened, by the source's account
 * @param messageId the journalled message that told of it; null when a resource was written directly
 * @param facts what filters can ask of it
 * @param corrects kinds of event that it takes back or changes: whoever was notified of one of them with the same focus is notified of
 *     this event too, whatever the topic and the filters of the subscription
 */
public record HubEvent(
        UUID id,
        String kind,
        String focus,
        String focusVersion,
        String patient,
        Instant occurred,
        @Nullable UUID messageId,
        Facts facts,
        Set<String> corrects) {

    public HubEvent {
        corrects = Set.copyOf(corrects);
    }

    /** An event that corrects no other. */
    public HubEvent(
            UUID id,
            String kind,
            String focus,
            String focusVersion,
            String patient,
            Instant occurred,
            @Nullable UUID messageId,
            Facts facts) {
        this(id, kind, focus, focusVersion, patient, occurred, messageId, facts, Set.of());
    }
}
