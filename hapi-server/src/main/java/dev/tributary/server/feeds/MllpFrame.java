package dev.tributary.server.feeds;

/** What came between a start block and an end block. */
sealed interface MllpFrame {

    /** A message. */
    record Whole(byte[] raw) implements MllpFrame {}

    /**
     * More than the hub takes; the rest is not kept.
     *
     * @param head the first few kilobytes
     */
    record TooLarge(byte[] head) implements MllpFrame {}
}
