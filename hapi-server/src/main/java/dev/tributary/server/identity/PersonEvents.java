package dev.tributary.server.identity;

import dev.tributary.server.record.PersonChange;
import dev.tributary.subscriptions.events.RecordChange;
import java.time.Instant;
import java.util.List;

/** Tells whoever listens that persons were united or parted, in the transaction that does it. */
public interface PersonEvents {

    /** @param patients before and after of the persons and records themselves */
    void regrouped(Instant occurred, List<PersonChange> changes, List<RecordChange> patients);
}
