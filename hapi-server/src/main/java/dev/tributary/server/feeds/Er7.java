package dev.tributary.server.feeds;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A glance at the few ASCII fields that a transport needs of a message in
 * <a href="https://www.hl7.eu/HL7v2x/v251/std251/ch02.html#Heading15">ER7</a>; reading it properly is the mapper's work.
 */
final class Er7 {

    private static final int GLANCE = 16 * 1024;
    private static final Pattern SEGMENT_END = Pattern.compile("[\\r\\n]+");

    private Er7() {}

    /** First component of a field near the beginning of the message; empty if there is no such segment, or nothing in the field. */
    static Optional<String> component(byte[] message, String segment, int number) {
        var text = new String(message, 0, Math.min(message.length, GLANCE), StandardCharsets.ISO_8859_1).stripLeading();
        for (var line : SEGMENT_END.split(text)) {
            if (line.startsWith(segment) && line.length() > 4) {
                return field(line, "MSH".equals(segment) ? number - 1 : number);
            }
        }
        return Optional.empty();
    }

    /** MSA-1 says yes, AA or CA: every one of them, where a batch is acknowledged. */
    static boolean accepts(byte[] acknowledgement) {
        var text = new String(acknowledgement, StandardCharsets.ISO_8859_1).stripLeading();
        var codes = SEGMENT_END
                .splitAsStream(text)
                .filter(line -> line.startsWith("MSA") && line.length() > 4)
                .map(line -> field(line, 1).orElse(""))
                .toList();
        var isEmptyBatch = codes.isEmpty() && text.startsWith("BHS");
        return isEmptyBatch
                || !codes.isEmpty() && codes.stream().allMatch(code -> code.equals("AA") || code.equals("CA"));
    }

    private static Optional<String> field(String line, int index) {
        var fields = line.split(Pattern.quote(line.substring(3, 4)), -1);
        if (index >= fields.length) {
            return Optional.empty();
        }
        var value = fields[index].split("\\^", 2)[0].strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
