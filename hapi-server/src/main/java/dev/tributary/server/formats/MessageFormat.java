package dev.tributary.server.formats;

import dev.tributary.mapping.Mapped;
import dev.tributary.server.sources.Source;

/**
 * One language in which sources send. Pure: the same bytes and the same source give the same answer, without a database, so intake,
 * replay and dry run share it. Implementations are listed in {@link FormatsConfiguration}.
 */
public interface MessageFormat {

    /** As in the journal's column {@code format} and in {@code format:} of a source's file; stable for ever. */
    String name();

    /** What intake must know to keep the message. Cheap compared with mapping; never throws for what the bytes hold. */
    Received read(byte[] raw, Source source);

    /** What the message says. Never throws for what the bytes hold: what cannot be applied has an error among its issues. */
    Mapped map(byte[] raw, Source source);

    /** False for summaries of the past: their encounters lead to no events and no notifications. */
    default boolean tellsWhatHappens() {
        return true;
    }
}
