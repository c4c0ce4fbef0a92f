package dev.tributary.server.formats;

import dev.tributary.mapping.Issue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What intake needs of a message, as far as it could be read.
 *
 * @param controlId the sender's own name of the message (MSH-10, ClinicalDocument.id); empty if it has none
 * @param trigger its kind, {@code ADT^A01}, {@code C-CDA 34133-9}; empty if unknown
 * @param laneKey messages of one source with the same key apply in the order of their arrival: the patient, else the message
 * @param occurred when it happened, if the message says so
 * @param issues why it is refused; empty if it can be kept and mapped
 */
public record Received(
        String controlId,
        String trigger,
        String laneKey,
        @Nullable Instant occurred,
        List<Issue> issues) {

    public Received {
        issues = List.copyOf(issues);
    }

    /** Whether the message is kept for its lane; otherwise it is journalled as rejected and its sender told. */
    public boolean isReadable() {
        return issues.isEmpty();
    }
}
