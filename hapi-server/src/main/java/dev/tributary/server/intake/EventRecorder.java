package dev.tributary.server.intake;

import dev.tributary.server.record.PersonChange;
import dev.tributary.server.storage.ResourceChange;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns what happened to encounters and persons into events, in the storing transaction. */
public interface EventRecorder {

    void record(UUID messageId, Instant occurred, List<ResourceChange> encounterChanges);

    /** The same for persons that turned out to be one or several. */
    void regrouped(@Nullable UUID messageId, Instant occurred, List<PersonChange> changes);
}
