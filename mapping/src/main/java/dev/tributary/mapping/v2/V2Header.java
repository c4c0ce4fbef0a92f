package dev.tributary.mapping.v2;

import dev.tributary.mapping.v2.er7.Delimiters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What intake and acknowledgement need of a message, as far as it could be read. Texts are empty if absent.
 *
 * @param delimiters of the message
 * @param sendingApplication MSH-3 as sent, components included
 * @param sendingFacility MSH-4 as sent
 * @param receivingApplication MSH-5 as sent
 * @param receivingFacility MSH-6 as sent
 * @param messageTime MSH-7.1 as sent
 * @param messageCode MSH-9.1, {@code ADT}
 * @param triggerEvent MSH-9.2, {@code A01}; else from MSH-9.3 or EVN-1
 * @param structure MSH-9.3
 * @param controlId MSH-10
 * @param processingId MSH-11 as sent
 * @param version MSH-12.1
 * @param acceptAcknowledgement MSH-15
 * @param applicationAcknowledgement MSH-16
 * @param charset MSH-18, the first repetition
 * @param readAs the character set that the bytes are in, if it is another than MSH-18 or the source says; else empty
 * @param occurred EVN-2, else MSH-7; null if the message does not say
 * @param laneKey messages with the same key of one source must be applied in order: the patient, else the control id
 */
public record V2Header(
        Delimiters delimiters,
        String sendingApplication,
        String sendingFacility,
        String receivingApplication,
        String receivingFacility,
        String messageTime,
        String messageCode,
        String triggerEvent,
        String structure,
        String controlId,
        String processingId,
        String version,
        String acceptAcknowledgement,
        String applicationAcknowledgement,
        String charset,
        String readAs,
        @Nullable Instant occurred,
        String laneKey) {

    /** {@code ADT^A01}; the message code alone if there is no trigger event. */
    public String trigger() {
        return triggerEvent.isEmpty() ? messageCode : messageCode + "^" + triggerEvent;
    }

    static V2Header unknown() {
        return new V2Header(Delimiters.DEFAULT, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", null, "");
    }
}
