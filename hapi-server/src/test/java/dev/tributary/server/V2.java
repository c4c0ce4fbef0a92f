package dev.tributary.server;

import java.util.UUID;

/**
 * An HL7 v2 message.
 *
 * @param controlId MSH-10
 * @param text ER7, carriage returns between segments
 */
public record V2(String controlId, String text) {

    /** A message of this type, {@code ADT^A01}, that was sent at this time (yyyyMMddHHmm); segments without MSH. */
    public static V2 of(String facility, String type, String at, String... segments) {
        var controlId = "T" + UUID.randomUUID().toString().replace("-", "").substring(0, 15);
        var header = "MSH|^~\\&|TEST|" + facility + "|HUB|HUB|" + at + "||" + type + "|" + controlId + "|P|2.5.1";
        return new V2(controlId, header + "\r" + String.join("\r", segments) + "\r");
    }

    static String acknowledgementCode(String acknowledgement) {
        var begin = acknowledgement.indexOf("MSA|") + 4;
        return acknowledgement.substring(begin, acknowledgement.indexOf('|', begin));
    }
}
