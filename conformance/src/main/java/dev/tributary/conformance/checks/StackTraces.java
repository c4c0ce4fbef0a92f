package dev.tributary.conformance.checks;

import java.util.regex.Pattern;

/** Recognises a Java stack trace, or a piece of one, in an answer; in JSON its tabs and line ends are escaped. */
final class StackTraces {
    private static final Pattern FRAME = Pattern.compile(
            "(\\b|\\\\[tn])at [\\w$]+(\\.[\\w$<>]+)+\\([\\w$]+\\.(java|kt):\\d+\\)|\"trace\"\\s*:|Caused by: ");

    private StackTraces() {}

    static boolean in(String text) {
        return FRAME.matcher(text).find();
    }
}
