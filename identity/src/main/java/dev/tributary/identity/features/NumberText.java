package dev.tributary.identity.features;

import java.util.regex.Pattern;

/** An identifier's value as it was written. */
public final class NumberText {

    /** {@code ***-**-1234}, {@code XXX-XX-1234}: the last digits are many people's. */
    private static final Pattern MASKED = Pattern.compile(".*[*\u2022].*|(?:[Xx#?][\\s./-]*){5,}\\d{0,4}\\s*");

    private NumberText() {}

    /** Whether it tells who somebody is; a number that is hidden, and words like "no SSN", do not. */
    public static boolean saysSomething(String written) {
        return written.chars().anyMatch(Character::isDigit)
                && !MASKED.matcher(written).matches();
    }
}
