package dev.tributary.server.demo;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** <a href="https://www.hl7.eu/HL7v2x/v251/std251/ch02.html">HL7 v2.5.1</a> message text in the making. */
final class V2Message {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final List<Segment> segments = new ArrayList<>();

    /** Starts with the MSH segment; {@code type} is MSH-9, {@code ADT^A01^ADT_A01}. Empty MSH-15 and MSH-16 ask for AA, AE or AR. */
    V2Message(Sender sender, String type, String controlId, LocalDateTime at) {
        segments.add(Segment.of("MSH")
                .set(2, "^~\\&")
                .set(3, sender.application())
                .set(4, sender.facility())
                .set(5, "HUB")
                .set(6, "TRIBUTARY")
                .set(7, timestamp(at))
                .set(9, type)
                .set(10, controlId)
                .set(11, "P")
                .set(12, "2.5.1")
                .set(18, "UNICODE UTF-8"));
    }

    /** MSH-3 and MSH-4. */
    record Sender(String application, String facility) {}

    V2Message add(Segment segment) {
        segments.add(segment);
        return this;
    }

    V2Message addAll(List<Segment> more) {
        segments.addAll(more);
        return this;
    }

    /** Segments end with a carriage return, as the standard wants. */
    String text() {
        return segments.stream().map(Segment::toString).collect(Collectors.joining("\r")) + "\r";
    }

    static String timestamp(LocalDateTime time) {
        return TIMESTAMP.format(time);
    }
}
