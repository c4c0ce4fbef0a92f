package dev.tributary.server.intake;

import dev.tributary.mapping.Mapped;
import dev.tributary.server.sources.Source;
import java.util.UUID;

/** Hears of every message that is applied for the first time. */
public interface AppliedMessages {

    /** Called in the storing transaction, which may yet roll back and run again; must not slow it down. */
    void applied(UUID messageId, Source source, Mapped mapped);
}
