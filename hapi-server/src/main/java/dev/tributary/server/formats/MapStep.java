package dev.tributary.server.formats;

import dev.tributary.mapping.Mapped;
import dev.tributary.server.sources.Source;

/**
 * What becomes of the outcome of a map, whatever its format, before it is stored or shown. Steps run in the order of their beans.
 *
 * <p>Called inside the storing transaction, anew for every attempt; a dry run calls it without a transaction, and then it must leave
 * no trace.
 */
public interface MapStep {

    /**
     * May change the resources of {@code mapped} in place. Never throws for what they hold: an error among the issues of the result
     * parks the message.
     */
    Mapped apply(Source source, Mapped mapped);
}
