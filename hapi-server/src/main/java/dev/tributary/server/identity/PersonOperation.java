package dev.tributary.server.identity;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody decided about persons, as the journal keeps it.
 *
 * @param actor {@code client:steward}
 * @param note why, in the words of who did it
 * @param subject logical id of the person or source record that it was asked for
 * @param other the other side, if there is one
 * @param undoneBy the operation that took it back
 */
record PersonOperation(
        UUID id,
        Kind kind,
        String actor,
        @Nullable String note,
        String subject,
        @Nullable String other,
        Instant performedAt,
        @Nullable UUID undoneBy) {

    /** What can be decided. */
    enum Kind {
        MERGE,
        SPLIT,
        LINK,
        NEVER_LINK,
        UNLINK,
        UNDO;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
