package dev.tributary.mapping.template;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One way to write a date. Strict: the 31st of February is none, and nothing may follow. */
final class DatePattern {

    private static final int FIRST_YEAR = 1800;
    /** FHIR knows no year of five digits. */
    private static final int LAST_YEAR = 9999;

    private static final Pattern ISO = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(?:[T ](\\d\\d):(\\d\\d)"
            + "(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?\\s?(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?)?)?");
    private static final Pattern BASIC = Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:T?(\\d\\d)(\\d\\d)"
            + "(?:(\\d\\d)(?:[.,](\\d{1,9}))?)?(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?");
    private static final Pattern TIME = Pattern.compile("(\\d\\d):?(\\d\\d)(?::?(\\d\\d))?");
    private static final Pattern YEAR_OF_TWO = Pattern.compile("(?<![uy])yy(?![uy])|(?<![uy])uu(?![uy])");

    private final DateTimeFormatter formatter;

    private DatePattern(DateTimeFormatter formatter) {
        this.formatter = formatter;
    }

    /** @throws IllegalArgumentException if it is no pattern, or leaves the century open */
    static DatePattern of(String pattern, @Nullable Integer pivot, Locale locale) {
        var bare = pattern.replaceAll("'[^']*'", "");
        var isShort = YEAR_OF_TWO.matcher(bare).find();
        if (isShort && pivot == null) {
            throw new IllegalArgumentException(
                    ("\"%s\" has a year of two digits. Say which years are meant by the first of them, like pivot: 1930,"
                                    + " or write yyyy.")
                            .formatted(pattern));
        }
        try {
            var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
            append(builder, pattern, pivot);
            return new DatePattern(builder.toFormatter(locale).withResolverStyle(ResolverStyle.STRICT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is no date pattern (%s). Write one like dd.MM.yyyy or MM/dd/yyyy HH:mm."
                            .formatted(pattern, e.getMessage()),
                    e);
        }
    }

    /** Years are proleptic, as strict resolving wants them without an era. */
    private static void append(DateTimeFormatterBuilder builder, String pattern, @Nullable Integer pivot) {
        var years = pattern.replace('y', 'u');
        var at = years.indexOf("uu");
        if (pivot == null || at < 0 || years.startsWith("uuu", at)) {
            builder.appendPattern(years);
            return;
        }
        if (at > 0) {
            builder.appendPattern(years.substring(0, at));
        }
        builder.appendValueReduced(ChronoField.YEAR, 2, 2, pivot);
        if (at + 2 < years.length()) {
            builder.appendPattern(years.substring(at + 2));
        }
    }

    /** Null if the text is not of that form. */
    @Nullable
    Moment parse(String text) {
        try {
            return moment(formatter.parse(text));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Moment moment(TemporalAccessor parsed) {
        var time = parsed.query(TemporalQueries.localTime());
        var zone = parsed.query(TemporalQueries.zone());
        var date = parsed.query(TemporalQueries.localDate());
        var precision = 3;
        if (date == null && parsed.isSupported(ChronoField.YEAR)) {
            var hasMonth = parsed.isSupported(ChronoField.MONTH_OF_YEAR);
            precision = hasMonth ? 2 : 1;
            date = LocalDate.of(parsed.get(ChronoField.YEAR), hasMonth ? parsed.get(ChronoField.MONTH_OF_YEAR) : 1, 1);
        }
        if (date == null && time == null || date != null && !isYear(date.getYear())) {
            return null;
        }
        var offset = zone instanceof ZoneOffset fixed
                ? fixed
                : zone == null || date == null || time == null
                        ? null
                        : zone.getRules().getOffset(date.atTime(time));
        return new Moment(date, precision, time, offset);
    }

    /** ISO 8601 with dashes or without; a blank may stand for the T. */
    static @Nullable Moment iso(String text) {
        var match = ISO.matcher(text);
        if (match.matches()) {
            return moment(match);
        }
        match = BASIC.matcher(text);
        return match.matches() ? moment(match) : null;
    }

    static @Nullable Moment isoTime(String text) {
        var match = TIME.matcher(text);
        try {
            return match.matches()
                    ? new Moment(
                            null, 0, LocalTime.of(number(match, 1, 0), number(match, 2, 0), number(match, 3, 0)), null)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Moment moment(Matcher match) {
        try {
            var date = LocalDate.of(number(match, 1, 0), number(match, 2, 1), number(match, 3, 1));
            if (!isYear(date.getYear())) {
                return null;
            }
            var precision = match.group(3) != null ? 3 : match.group(2) != null ? 2 : 1;
            if (match.group(4) == null) {
                return new Moment(date, precision, null, null);
            }
            var nanos = match.group(7) == null ? 0 : Integer.parseInt((match.group(7) + "000000000").substring(0, 9));
            var time = LocalTime.of(number(match, 4, 0), number(match, 5, 0), number(match, 6, 0), nanos);
            var offset = match.group(8) == null ? null : ZoneOffset.of(match.group(8));
            return new Moment(date, precision, time, offset);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean isYear(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    private static int number(Matcher match, int group, int otherwise) {
        return match.group(group) == null ? otherwise : Integer.parseInt(match.group(group));
    }
}
