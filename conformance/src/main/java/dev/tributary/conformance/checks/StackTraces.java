package dev.tributary.conformance.checks;

import java.util.regex.Pattern;

/** Recognises a Java stack trace, or a piece of one, in an answer. */
final class StackTraces {
    private static final Pattern FRAME =
            Pattern.compile("\\bat [\\w$]+(\\.[\\w$<>]+)+\\([\\w$]+\\.(java|kt):\\d+\\)|\"trace\"\\s*:|Caused by: ");

    private StackTraces() {}

    static boolean in(String text) {
        return FRAME.matcher(text).find();
    }
}
