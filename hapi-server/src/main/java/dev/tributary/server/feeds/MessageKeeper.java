package dev.tributary.server.feeds;

import dev.tributary.server.sources.Source;

/** Takes a message of a named format over from a feed whose sender is told the journal id. */
public interface MessageKeeper {

    /**
     * Keeps one message; when this returns, its journal row is committed.
     *
     * @param format name of a {@code MessageFormat}, {@code ccda}
     * @param raw the bytes as they came
     * @param via the feed: {@code http}, {@code drop}
     * @throws IllegalArgumentException if there is no such format
     * @throws RuntimeException if nothing could be stored; the feed lets the sender try again
     */
    KeptMessage keep(Source source, String format, byte[] raw, String via);

    /**
     * Notes a message that its feed refuses, as {@link MessageReceiver#refuse} does.
     *
     * @param head its first bytes; the rest is not kept
     * @param reason for people: what was wrong and what to do
     */
    default void refuse(Source source, String format, byte[] head, String via, String reason) {}
}
