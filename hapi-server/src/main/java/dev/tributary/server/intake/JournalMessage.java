package dev.tributary.server.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as {@code GET /intake/messages} lists it.
 *
 * @param duplicates how often the same message came again
 */
@JsonInclude(Include.NON_NULL)
record JournalMessage(
        UUID id,
        String source,
        String format,
        String via,
        @Nullable String trigger,
        @Nullable String controlId,
        String state,
        @Nullable String reason,
        Instant receivedAt,
        @Nullable Instant occurredAt,
        @Nullable Instant completedAt,
        int attempts,
        int duplicates) {}
