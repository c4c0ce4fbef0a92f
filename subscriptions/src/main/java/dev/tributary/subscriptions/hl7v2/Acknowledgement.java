package dev.tributary.subscriptions.hl7v2;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a destination said, <a href="https://www.hl7.eu/HL7v2x/v251/std251/ch02.html">HL7 v2.5.1 chapter 2.9</a>, in either mode.
 *
 * @param code MSA-1
 * @param controlId MSA-2: the message that it answers
 * @param error where and what kind of error, from ERR-2, ERR-3 or ERR-1; codes only, nothing of a patient
 * @param text MSA-3 and the words of ERR; may quote what was sent
 */
record Acknowledgement(String code, String controlId, String error, String text) {

    private static final Set<String> CODES = Set.of("AA", "AE", "AR", "CA", "CE", "CR");
    /** A code and a place, such as {@code 204} and {@code PID^1^3}; words might name somebody. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9]{1,12}|[A-Z][A-Z0-9]{2}(\\^[0-9]{0,4}){0,5}");

    private static final int LONGEST_TEXT = 300;

    boolean taken() {
        return code.endsWith("A");
    }

    /** AE and CE: the message may pass when it comes again. */
    boolean mayPass() {
        return code.endsWith("E");
    }

    /** Whether it acknowledges something, and not the message with this MSH-10. */
    static boolean isOfAnother(String answer, String controlId) {
        return parse(answer).filter(each -> !each.controlId().equals(controlId)).isPresent();
    }

    /** Empty if it is no acknowledgement. */
    static Optional<Acknowledgement> parse(String message) {
        String[] segments = message.split("[\\r\\n]+");
        String header = segments[0];
        if (!header.startsWith("MSH") || header.length() < 8) {
            return Optional.empty();
        }
        String delimiter = Pattern.quote(header.substring(3, 4));
        String[] msa = find(segments, "MSA", delimiter);
        String[] err = find(segments, "ERR", delimiter);
        String code = field(msa, 1);
        if (!CODES.contains(code)) {
            return Optional.empty();
        }
        String kind = field(err, 3).replaceFirst("\\^.*", "");
        String where = Arrays.stream(new String[] {kind, field(err, 2), field(err, 1)})
                .filter(part -> !part.isEmpty() && HARMLESS.matcher(part).matches())
                .limit(2)
                .reduce((one, other) -> one + " at " + other)
                .orElse("");
        String words =
                String.join(" ", field(msa, 3), field(err, 7), field(err, 8)).strip();
        return Optional.of(new Acknowledgement(
                code, field(msa, 2), where, words.length() > LONGEST_TEXT ? words.substring(0, LONGEST_TEXT) : words));
    }

    private static String[] find(String[] segments, String name, String delimiter) {
        return Arrays.stream(segments)
                .filter(segment -> segment.startsWith(name))
                .findFirst()
                .map(segment -> segment.split(delimiter, -1))
                .orElseGet(() -> new String[0]);
    }

    private static String field(String[] segment, int number) {
        return segment.length > number ? segment[number].strip() : "";
    }
}
