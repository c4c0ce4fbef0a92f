package dev.tributary.identity.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as files write them, as FHIR writes them. Whether 03/04 is March or April is decided for the whole column. */
final class RowDates {

    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})[-/. ]?(\\d{2})[-/. ]?(\\d{2})(?:[T ].*)?");
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4}|\\d{2})(?: .*)?");
    private static final Pattern NAMED = Pattern.compile("(\\d{1,2})[-. ]?([A-Za-z]{3})[A-Za-z]*[-., ]*(\\d{4})");
    private static final Pattern YEAR = Pattern.compile("(\\d{4})");
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int TWO_DIGIT_PIVOT = 27;

    private final boolean monthFirst;

    private RowDates(boolean monthFirst) {
        this.monthFirst = monthFirst;
    }

    /** Day first, unless more dates make sense with the month first. */
    static RowDates of(List<PersonRow> rows) {
        var dayFirst = 0;
        var monthFirst = 0;
        for (var row : rows) {
            var matcher = YEAR_LAST.matcher(row.value(Column.BIRTH_DATE));
            if (matcher.matches()) {
                dayFirst += Integer.parseInt(matcher.group(1)) > 12 ? 1 : 0;
                monthFirst += Integer.parseInt(matcher.group(2)) > 12 ? 1 : 0;
            }
        }
        return new RowDates(monthFirst > dayFirst);
    }

    /** A FHIR date, partial if a part is impossible; empty if it is none. */
    String fhir(String text) {
        var yearFirst = YEAR_FIRST.matcher(text);
        if (yearFirst.matches()) {
            return date(yearFirst.group(1), yearFirst.group(2), yearFirst.group(3));
        }
        var yearLast = YEAR_LAST.matcher(text);
        if (yearLast.matches()) {
            return yearLast(yearLast);
        }
        var named = NAMED.matcher(text);
        if (named.matches()) {
            var month = MONTHS.indexOf(named.group(2).toLowerCase(Locale.ROOT)) / 3 + 1;
            return date(named.group(3), Integer.toString(month), named.group(1));
        }
        return YEAR.matcher(text).matches() ? text : "";
    }

    private String yearLast(Matcher matcher) {
        var year = matcher.group(3);
        var full = year.length() == 4 ? year : (Integer.parseInt(year) > TWO_DIGIT_PIVOT ? "19" : "20") + year;
        return monthFirst
                ? date(full, matcher.group(1), matcher.group(2))
                : date(full, matcher.group(2), matcher.group(1));
    }

    static String date(String year, String month, String day) {
        if (!YEAR.matcher(year).matches()) {
            return "";
        }
        var m = number(month);
        var d = number(day);
        if (m < 1 || m > 12) {
            return year;
        }
        var length = java.time.YearMonth.of(Integer.parseInt(year), m).lengthOfMonth();
        return d < 1 || d > length
                ? String.format(Locale.ROOT, "%s-%02d", year, m)
                : String.format(Locale.ROOT, "%s-%02d-%02d", year, m, d);
    }

    private static int number(String digits) {
        return digits.matches("\\d{1,2}") ? Integer.parseInt(digits) : 0;
    }
}
