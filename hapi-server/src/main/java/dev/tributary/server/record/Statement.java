package dev.tributary.server.record;

import dev.tributary.mapping.Change;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a source says in one message, ready to be stored. Built anew for every attempt: storing writes into the resources.
 *
 * @param messageId journal id: the thread from message to notification
 * @param trust of the source
 * @param occurred when it happened; the time of receipt if the message does not say
 */
public record Statement(UUID messageId, String sourceId, int trust, Instant occurred, List<Change> changes) {

    /** Where stored resources say that they come from: {@code Resource.meta.source}. */
    public static String metaSource(String sourceId) {
        return "urn:tributary:source:" + sourceId;
    }
}
