package dev.tributary.server.intake;

import dev.tributary.server.storage.ResourceChange;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Turns what happened to encounters into events, in the storing transaction. */
public interface EventRecorder {

    void record(UUID messageId, Instant occurred, List<ResourceChange> encounterChanges);
}
