package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the journal, to be written.
 *
 * @param via the way in: {@code mllp}, {@code http}, {@code drop}, {@code fhir}
 * @param controlId MSH-10 or Bundle.identifier
 * @param dedupeKey equal keys are resends; null for what can be sent again
 * @param lane where it waits its turn; null for what is applied inside its request
 * @param notBefore workers leave it alone until then
 */
record JournalEntry(
        UUID id,
        String sourceId,
        String format,
        String via,
        @Nullable String controlId,
        String contentHash,
        @Nullable String dedupeKey,
        @Nullable String trigger,
        @Nullable Integer lane,
        MessageState state,
        @Nullable String reason,
        List<Issue> issues,
        byte[] raw,
        Instant receivedAt,
        @Nullable Instant occurredAt,
        Instant notBefore) {}
