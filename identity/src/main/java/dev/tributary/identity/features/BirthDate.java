package dev.tributary.identity.features;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A <a href="https://hl7.org/fhir/R4/datatypes.html#date">date</a> that may be partial.
 *
 * @param year 0 if nothing is known
 * @param month 0 if it is not known
 * @param day 0 if it is not known
 */
public record BirthDate(int year, int month, int day) {

    public static final BirthDate UNKNOWN = new BirthDate(0, 0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?.*");

    private static final int EARLIEST = 1880;
    private static final int LATEST = 2100;

    /** What programs write for no date, whatever the year: the first or last day of one, and where some of them begin to count. */
    private static final Set<Integer> NO_DAY = Set.of(0, 1, 100, 101, 1117, 1230, 1231);

    /** A date or dateTime of FHIR; placeholders (1900-01-01, 9999-12-31 …), impossible days and anything else are unknown. */
    public static BirthDate of(String text) {
        return parse(text).filter(date -> !date.isPlaceholder()).orElse(UNKNOWN);
    }

    private static Optional<BirthDate> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new BirthDate(number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3))));
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private boolean isPlaceholder() {
        var impossible = month > 12 || day > 31;
        var repeated = Integer.toString(asNumber()).chars().distinct().count() <= 2;
        var invented = !isPlausible() && (NO_DAY.contains(month * 100 + day) || repeated || year == 0);
        return impossible || invented || (year == 1900 || year == 1901) && isFirstOfJanuary();
    }

    /** Whether somebody who is a patient now may have been born in that year; else its digits are mistyped. */
    public boolean isPlausible() {
        return year >= EARLIEST && year <= LATEST;
    }

    public boolean isKnown() {
        return year > 0;
    }

    public boolean isFull() {
        return day > 0;
    }

    /** The day that clerks type when they know the year only. */
    public boolean isFirstOfJanuary() {
        return month <= 1 && day <= 1;
    }

    /** As eight digits, for comparing digit by digit. */
    public int asNumber() {
        return (year * 100 + month) * 100 + day;
    }
}
