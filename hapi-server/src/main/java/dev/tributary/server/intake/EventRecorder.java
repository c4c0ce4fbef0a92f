package dev.tributary.server.intake;

import dev.tributary.server.record.Stored;
import java.time.Instant;
import java.util.UUID;

/** Turns what a message did into events, in the storing transaction. */
public interface EventRecorder {

    /** @param isQuiet whether the message tells of the past: what happened then is no event, only that it came */
    void record(UUID messageId, Instant occurred, Stored stored, boolean isQuiet);
}
