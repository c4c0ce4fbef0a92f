package dev.tributary.server.intake;

import java.util.Locale;

/** Where a message stands. Every message ends in one of these; none is ever dropped. */
public enum MessageState {
    /** Kept, to be applied. */
    WAITING,
    APPLIED,
    /** Parked with its reason; can be replayed. */
    FAILED,
    /** Never accepted: the sender was told so. */
    REJECTED,
    /** Understood, but of a kind that the hub does nothing with yet: kept, counted, shown. */
    UNSUPPORTED,
    /** Kept out by a filter of the source's file: kept, counted, shown. */
    FILTERED;

    /** As in the database and in JSON. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
