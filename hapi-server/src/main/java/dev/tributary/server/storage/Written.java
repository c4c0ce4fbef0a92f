package dev.tributary.server.storage;

import java.util.Date;

/**
 * What became of one resource.
 *
 * @param reference {@code Type/id}
 * @param version its current version
 */
public record Written(String reference, String version, Outcome outcome, Date lastUpdated) {

    public enum Outcome {
        CREATED,
        UPDATED,
        UNCHANGED,
        /** Older than what is known: kept in the journal, newer state stands. */
        LATE,
        DELETED
    }
}
