package dev.tributary.mapping.v2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/BHS">HL7 v2 chapter 2.10.3</a>: several messages in one file or one
 * transmission, with or without FHS, BHS, BTS and FTS around them. One pass over the bytes; a single message is not copied.
 *
 * @param messages the bytes of each, from its MSH on, in their order; the bytes as they came if there is but one message, or none
 * @param isDeclared whether FHS or BHS announced a batch, which is acknowledged as one
 * @param announced BTS-1, how many messages the sender counted; null if it does not say
 */
public record V2Batch(
        List<byte[]> messages, boolean isDeclared, @Nullable Integer announced) {

    public V2Batch {
        messages = List.copyOf(messages);
    }

    /** Never throws: what is no batch is one message, and whether it can be read is for {@link V2Reader} to say. */
    public static V2Batch of(byte[] raw) {
        var starts = new ArrayList<Integer>();
        var ends = new ArrayList<Integer>();
        var isDeclared = false;
        Integer announced = null;
        for (var i = 0; i < raw.length; i = nextLine(raw, i)) {
            var begin = contentStart(raw, i);
            if (isSegment(raw, begin, "MSH")) {
                close(starts, ends, i);
                starts.add(begin);
            } else if (isSegment(raw, begin, "FHS") || isSegment(raw, begin, "BHS")) {
                isDeclared = true;
                close(starts, ends, i);
            } else if (isSegment(raw, begin, "BTS")) {
                close(starts, ends, i);
                announced = sum(announced, count(raw, begin));
            } else if (isSegment(raw, begin, "FTS")) {
                close(starts, ends, i);
            }
        }
        close(starts, ends, raw.length);
        return starts.size() <= 1 && !isDeclared
                ? new V2Batch(List.of(raw), false, null)
                : new V2Batch(cut(raw, starts, ends), isDeclared, announced);
    }

    /** Whether it is to be answered as several messages. */
    public boolean isSeveral() {
        return isDeclared || messages.size() > 1;
    }

    /** The acknowledgements of the messages as one answer, within BHS and BTS if a batch was declared. */
    public byte[] acknowledgement(List<byte[]> acknowledgements) {
        var answer = new ByteArrayOutputStream();
        if (isDeclared) {
            answer.writeBytes(bytes("BHS|^~\\&\r"));
        }
        acknowledgements.forEach(answer::writeBytes);
        if (isDeclared) {
            answer.writeBytes(bytes("BTS|" + messages.size() + comment() + "\r"));
        }
        return answer.toByteArray();
    }

    /** What the sender should know: a number that does not fit means that messages were lost on the way. */
    private String comment() {
        return announced == null || announced == messages.size()
                ? ""
                : "|" + announced + " messages were announced and " + messages.size() + " came";
    }

    private static List<byte[]> cut(byte[] raw, List<Integer> starts, List<Integer> ends) {
        var messages = new ArrayList<byte[]>();
        for (var i = 0; i < starts.size(); i++) {
            messages.add(Arrays.copyOfRange(raw, starts.get(i), ends.get(i)));
        }
        return messages;
    }

    private static void close(List<Integer> starts, List<Integer> ends, int end) {
        if (starts.size() > ends.size()) {
            ends.add(end);
        }
    }

    private static int nextLine(byte[] raw, int from) {
        var i = from;
        while (i < raw.length && !isLineEnd(raw[i])) {
            i++;
        }
        return i + 1;
    }

    /** Blanks, frame bytes and a byte order mark may come before a segment. */
    private static int contentStart(byte[] raw, int from) {
        var i = from;
        while (i < raw.length && (raw[i] == ' ' || raw[i] == '\t' || raw[i] < 0) && i - from < 8) {
            i++;
        }
        return i;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n' || b == 0x0B || b == 0x1C;
    }

    private static boolean isSegment(byte[] raw, int at, String name) {
        return at + 3 < raw.length
                && raw[at] == name.charAt(0)
                && raw[at + 1] == name.charAt(1)
                && raw[at + 2] == name.charAt(2)
                && !Character.isLetterOrDigit(raw[at + 3]);
    }

    private static @Nullable Integer count(byte[] raw, int begin) {
        var end = nextLine(raw, begin) - 1;
        var line = new String(raw, begin, Math.min(end - begin, 32), StandardCharsets.ISO_8859_1);
        var digits = line.length() < 5 ? "" : line.substring(4).replaceFirst("(?s)\\D.*", "");
        return digits.isEmpty() || digits.length() > 9 ? null : Integer.valueOf(digits);
    }

    private static @Nullable Integer sum(@Nullable Integer one, @Nullable Integer other) {
        return one == null ? other : other == null ? one : Integer.valueOf(one + other);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
