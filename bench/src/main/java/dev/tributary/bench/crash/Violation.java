package dev.tributary.bench.crash;

/** A promise of the hub that the evidence contradicts. */
public record Violation(Kind kind, String what) {

    /** What was promised and not kept. */
    public enum Kind {
        /** Acknowledged, and not in the journal or not applied. */
        MESSAGE_LOST,
        /** More than one journal row was applied for one message. */
        MESSAGE_APPLIED_TWICE,
        /** A resource has versions that no message accounts for, or misses some, or two messages claim the same one. */
        VERSIONS_WRONG,
        /** An identifier finds no resource, or more than one. */
        RESOURCE_NOT_UNIQUE,
        /** A committed event that no delivery carried. */
        EVENT_LOST,
        /** One event under two numbers. */
        EVENT_NUMBERED_TWICE,
        /** A number that was never delivered although a higher one was, or that the hub counts and never sent. */
        NUMBER_MISSING,
        /** One number for two events. */
        NUMBER_REUSED
    }

    @Override
    public String toString() {
        return kind + ": " + what;
    }
}
