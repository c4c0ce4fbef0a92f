package dev.tributary.subscriptions.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an encounter or a person, as it is kept in the outbox.
 *
 * @param focus as a relative reference, {@code Encounter/<id>} or {@code Patient/<id>}
 * @param focusVersion the version of the focus that the event was detected in
 * @param patient the unified patient as a relative reference, {@code Patient/<id>}
 * @param occurred when it happened, by the source's account
 * @param messageId the journalled message that told of it; null when a resource was written directly
 */
public record HubEvent(
        UUID id,
        EventKind kind,
        String focus,
        String focusVersion,
        String patient,
        Instant occurred,
        @Nullable UUID messageId) {}
