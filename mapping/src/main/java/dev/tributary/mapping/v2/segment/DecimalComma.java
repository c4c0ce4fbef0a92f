package dev.tributary.mapping.v2.segment;

import java.util.regex.Pattern;

/** Numbers with a decimal comma, which HL7 v2 does not know and most of Europe writes. */
final class DecimalComma {

    private static final Pattern NUMBER = Pattern.compile("([^\\d,.]*)(\\d{0,30}),(\\d{1,30})(\\s*)");
    private static final int THOUSANDS = 3;

    private DecimalComma() {}

    /** With a decimal point; as it was if it has no comma, or one that may stand between thousands: 1,024 is a number to either. */
    static String point(String text) {
        return isCertain(text) ? always(text) : text;
    }

    static boolean isCertain(String text) {
        var match = NUMBER.matcher(text);
        return match.matches()
                && (match.group(3).length() != THOUSANDS
                        || match.group(2).isEmpty()
                        || match.group(2).startsWith("0")
                        || match.group(2).length() > THOUSANDS);
    }

    static String always(String text) {
        return text.replace(',', '.');
    }
}
