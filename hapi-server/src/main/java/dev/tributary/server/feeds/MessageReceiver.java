package dev.tributary.server.feeds;

import java.util.Optional;

/**
 * Takes a message over from a feed. When it returns, the message is durably stored or durably refused, never in between; it blocks
 * until the database has committed, so no feed calls it on a thread that others wait for.
 */
public interface MessageReceiver {

    /**
     * Stores one message.
     *
     * @param sourceId the source that it comes from
     * @param raw the bytes as they came, without the framing of the transport
     * @param via the feed: {@code mllp}, {@code drop} or {@code http}
     * @return HL7 v2: the bytes of the acknowledgement without framing, empty if the sender asked for none. FHIR: empty if the
     *     message was accepted, otherwise an OperationOutcome that says why not
     * @throws RuntimeException if nothing could be stored; the feed lets the sender try again
     */
    Optional<byte[]> receive(String sourceId, byte[] raw, String via);

    /**
     * Notes a message that its feed refuses, so that the journal shows it too. A receiver without a journal does nothing.
     *
     * @param head its first bytes; the rest is not kept
     * @param reason for people: what was wrong and what to do
     * @throws RuntimeException if it could not be noted; the feed then lets the sender try again
     */
    default void refuse(String sourceId, byte[] head, String via, String reason) {}
}
