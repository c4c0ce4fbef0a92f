package dev.tributary.mapping.v2;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.v2.er7.V2Message;
import java.util.List;

/** What came of reading bytes as HL7 v2. */
public sealed interface Reading {

    /** As far as it could be read, also of a message that could not. */
    V2Header header();

    /** A message that can be kept and mapped. */
    record Readable(V2Message message, V2Header header) implements Reading {}

    /**
     * Bytes that are no message, or a message that this source may not send.
     *
     * @param issues at least one error, each with its place; code {@code security} if the sender is not accepted
     */
    record Unreadable(V2Header header, List<Issue> issues) implements Reading {
        public Unreadable {
            issues = List.copyOf(issues);
        }
    }
}
