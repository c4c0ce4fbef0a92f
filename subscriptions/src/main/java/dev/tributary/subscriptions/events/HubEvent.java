package dev.tributary.subscriptions.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an encounter or a person, as it is kept in the outbox.
 *
 * @param kind the code of a shipped topic, see {@link EventKind#code}, or the canonical URL of a user's topic
 * @param focus as a relative reference, {@code Encounter/<id>} or {@code Patient/<id>}
 * @param focusVersion the version of the focus that the event was detected in
 * @param patient the unified patient as a relative reference, {@code Patient/<id>}
 * @param occurred when it happened, by the source's account
 * @param messageId the journalled message that told of it; null when a resource was written directly
 * @param facts what filters can ask of it
 */
public record HubEvent(
        UUID id,
        String kind,
        String focus,
        String focusVersion,
        String patient,
        Instant occurred,
        @Nullable UUID messageId,
        Facts facts) {}
