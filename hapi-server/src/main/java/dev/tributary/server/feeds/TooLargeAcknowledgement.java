package dev.tributary.server.feeds;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The AR for a message that is too large to be read, <a
 * href="https://www.hl7.eu/HL7v2x/v251/std251/ch02.html#Heading34">HL7 v2.5.1, 2.9</a>: the one acknowledgement that a feed makes
 * by itself, so that the sender is told why instead of trying for ever.
 */
final class TooLargeAcknowledgement {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ").withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final String reason;

    TooLargeAcknowledgement(InstantSource clock, String reason) {
        this.clock = clock;
        this.reason = reason;
    }

    byte[] of(byte[] head) {
        var controlId = Er7.component(head, "MSH", 10).orElse("");
        return ("MSH|^~\\&|TRIBUTARY||%s|%s|%s||ACK|%s|P|2.5.1\rMSA|AR|%s\rERR||MSH^1|207^Application internal error^HL70357|E||||%s\r")
                .formatted(
                        Er7.component(head, "MSH", 3).orElse(""),
                        Er7.component(head, "MSH", 4).orElse(""),
                        TIME.format(clock.instant()),
                        controlId,
                        controlId,
                        reason)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
