package dev.tributary.server.identity;

import dev.tributary.server.record.PersonChange;
import java.time.Instant;
import java.util.List;

/** Tells whoever listens that persons were united or parted, in the transaction that does it. */
public interface PersonEvents {

    void regrouped(Instant occurred, List<PersonChange> changes);
}
