package dev.tributary.identity.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as files write them, as FHIR writes them. Whether 03/04 is March or April is decided for the whole column. */
final class RowDates {

    private static final Pattern YEAR_FIRST = Pattern.compile(
            "(\\d{4})(?:[-/. ]?(\\d{2})[-/. ]?(\\d{2})|[-/. ](\\d{1,2})[-/. ](\\d{1,2}))(?:[T ].*|\\.0)?");
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4}|\\d{2})(?: .*)?");
    private static final Pattern NAMED =
            Pattern.compile("(\\d{1,2})(?:st|nd|rd|th)?[-./ ]*([A-Za-z]{3})[A-Za-z]*[-./, ]*(\\d{4}|\\d{2})(?: .*)?");
    private static final Pattern MONTH_NAMED =
            Pattern.compile("([A-Za-z]{3})[A-Za-z]*[-. ]*(\\d{1,2})(?:st|nd|rd|th)?[-., ]+(\\d{4})(?: .*)?");
    private static final Pattern YEAR_NAMED =
            Pattern.compile("(\\d{4})[-/. ]*([A-Za-z]{3})[A-Za-z]*[-/. ]*(\\d{1,2})(?: .*)?");
    private static final Pattern DIGITS = Pattern.compile("(\\d{2})(\\d{2})(\\d{4})");
    private static final Pattern YEAR = Pattern.compile("(\\d{4})");
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int TWO_DIGIT_PIVOT = 27;

    private final boolean monthFirst;
    private final boolean yearLast;

    private RowDates(boolean monthFirst, boolean yearLast) {
        this.monthFirst = monthFirst;
        this.yearLast = yearLast;
    }

    /** Day first, unless more dates make sense with the month first; eight digits with the year last if most make no sense else. */
    static RowDates of(List<PersonRow> rows) {
        var dayFirst = 0;
        var monthFirst = 0;
        var yearFirst = 0;
        var yearLast = 0;
        for (var row : rows) {
            var date = row.value(Column.BIRTH_DATE);
            var digits = DIGITS.matcher(date);
            var matcher = digits.matches() ? digits : YEAR_LAST.matcher(date);
            if (digits.matches()) {
                yearFirst += isYear(date.substring(0, 4)) ? 1 : 0;
                yearLast += isYear(digits.group(3)) && !isYear(date.substring(0, 4)) ? 1 : 0;
            }
            if (matcher.matches() && (!digits.matches() || !isYear(date.substring(0, 4)))) {
                dayFirst += Integer.parseInt(matcher.group(1)) > 12 ? 1 : 0;
                monthFirst += Integer.parseInt(matcher.group(2)) > 12 ? 1 : 0;
            }
        }
        return new RowDates(monthFirst > dayFirst, yearLast > yearFirst);
    }

    private static boolean isYear(String digits) {
        return digits.startsWith("18") || digits.startsWith("19") || digits.startsWith("20");
    }

    /** A FHIR date, partial if a part is impossible; empty if it is none. */
    String fhir(String text) {
        var digits = DIGITS.matcher(text);
        if (yearLast && digits.matches()) {
            return yearLast(digits);
        }
        var yearFirst = YEAR_FIRST.matcher(text);
        if (yearFirst.matches()) {
            var apart = yearFirst.group(2) == null;
            return date(yearFirst.group(1), yearFirst.group(apart ? 4 : 2), yearFirst.group(apart ? 5 : 3));
        }
        var yearLast = YEAR_LAST.matcher(text);
        if (yearLast.matches()) {
            return yearLast(yearLast);
        }
        var named = NAMED.matcher(text);
        if (named.matches()) {
            return date(full(named.group(3)), month(named.group(2)), named.group(1));
        }
        var monthNamed = MONTH_NAMED.matcher(text);
        if (monthNamed.matches()) {
            return date(monthNamed.group(3), month(monthNamed.group(1)), monthNamed.group(2));
        }
        var yearNamed = YEAR_NAMED.matcher(text);
        if (yearNamed.matches()) {
            return date(yearNamed.group(1), month(yearNamed.group(2)), yearNamed.group(3));
        }
        return YEAR.matcher(text).matches() ? text : "";
    }

    /** "0" for a word that is no month. */
    private static String month(String name) {
        var at = MONTHS.indexOf(name.toLowerCase(Locale.ROOT));
        return Integer.toString(at % 3 == 0 ? at / 3 + 1 : 0);
    }

    private static String full(String year) {
        return year.length() == 4 ? year : (Integer.parseInt(year) > TWO_DIGIT_PIVOT ? "19" : "20") + year;
    }

    private String yearLast(Matcher matcher) {
        var full = full(matcher.group(3));
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
