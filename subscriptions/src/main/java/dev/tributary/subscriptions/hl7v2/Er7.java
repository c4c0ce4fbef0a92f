package dev.tributary.subscriptions.hl7v2;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.jspecify.annotations.Nullable;

/** <a href="https://www.hl7.eu/HL7v2x/v251/std251/ch02.html">HL7 v2.5.1 chapter 2</a>: values with the usual delimiters, everything escaped. */
final class Er7 {

    private static final Pattern TRAILING = Pattern.compile("[\\^&]+$");

    private Er7() {}

    /** Plain text as it may stand in a component. Line breaks become spaces, other control characters vanish. */
    static String text(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> append(out, c));
        return out.toString().strip();
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '|' -> out.append("\\F\\");
            case '^' -> out.append("\\S\\");
            case '&' -> out.append("\\T\\");
            case '~' -> out.append("\\R\\");
            case '\\' -> out.append("\\E\\");
            case '\r', '\n', '\t' -> out.append(' ');
            default -> {
                if (!Character.isISOControl(c)) {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    /** Components that are encoded already, without empty ones at the end. */
    static String components(String... encoded) {
        return TRAILING.matcher(String.join("^", encoded)).replaceAll("");
    }

    /** Subcomponents that are encoded already, without empty ones at the end. */
    static String subcomponents(String... encoded) {
        return TRAILING.matcher(String.join("&", encoded)).replaceAll("");
    }

    /** Repetitions of a field, without empty ones. */
    static String repetitions(List<String> encoded) {
        return encoded.stream().filter(value -> !value.isEmpty()).distinct().collect(Collectors.joining("~"));
    }

    /** DTM in the precision and with the offset in which it was stated; empty if there is none. */
    static String time(@Nullable BaseDateTimeType time) {
        String iso = time == null ? null : time.getValueAsString();
        if (iso == null) {
            return "";
        }
        String digits = iso.replaceAll("\\.\\d+", "").replace("Z", "+00:00");
        int clock = digits.indexOf('T');
        if (clock < 0) {
            return digits.replace("-", "");
        }
        String zone = digits.substring(clock).replaceAll("^T[0-9:]+", "").replace(":", "");
        return digits.substring(0, clock).replace("-", "")
                + digits.substring(clock + 1).replaceAll("[+-].*$", "").replace(":", "")
                + zone;
    }

    /** The given names, family and so on of several parts, as one component. */
    static String words(List<?> parts) {
        return text(parts.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    /** The first that is not empty; empty if all are. */
    static String first(String... candidates) {
        return Arrays.stream(candidates)
                .filter(candidate -> !candidate.isEmpty())
                .findFirst()
                .orElse("");
    }
}
