package dev.tributary.subscriptions.filters;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date or time of any precision as the span that it may lie in, {@code start} inclusive, {@code end} exclusive; compared as
 * <a href="https://hl7.org/fhir/R4/search.html#prefix">FHIR search</a> does. Without an offset it is UTC.
 */
record DateSpan(Instant start, Instant end) {

    private static final DateSpan EVER = new DateSpan(Instant.MIN, Instant.MAX);
    private static final Pattern MOMENT =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?)(Z|[+-]\\d\\d:\\d\\d)?");

    /** Of a period, {@code start/end}; either may be left out. */
    static Optional<DateSpan> ofPeriod(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return parse(text);
        }
        String from = text.substring(0, slash);
        String until = text.substring(slash + 1);
        Optional<DateSpan> first = from.isEmpty() ? Optional.of(EVER) : parse(from);
        Optional<DateSpan> last = until.isEmpty() ? Optional.of(EVER) : parse(until);
        return first.flatMap(start -> last.map(end -> new DateSpan(start.start(), end.end())));
    }

    static Optional<DateSpan> parse(String text) {
        try {
            return Optional.of(
                    switch (text.length()) {
                        case 4 ->
                            days(
                                    Year.parse(text).atDay(1),
                                    Year.parse(text).plusYears(1).atDay(1));
                        case 7 ->
                            days(
                                    YearMonth.parse(text).atDay(1),
                                    YearMonth.parse(text).plusMonths(1).atDay(1));
                        case 10 ->
                            days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
                        default -> moment(text);
                    });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateSpan days(LocalDate from, LocalDate until) {
        return new DateSpan(
                from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                until.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static DateSpan moment(String text) {
        Matcher parts = MOMENT.matcher(text);
        if (!parts.matches()) {
            throw new DateTimeException("no moment");
        }
        Instant start = parts.group(4) == null
                ? LocalDateTime.parse(parts.group(1)).toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(text).toInstant();
        if (parts.group(3) != null) {
            return new DateSpan(start, start.plusMillis(1));
        }
        return new DateSpan(start, start.plus(1, parts.group(2) == null ? ChronoUnit.MINUTES : ChronoUnit.SECONDS));
    }

    /** Whether the value of an event, {@code this}, satisfies the prefix against the filter's value. */
    boolean satisfies(String prefix, DateSpan asked) {
        return switch (prefix) {
            case "ne" -> !within(asked);
            case "gt" -> end.isAfter(asked.end);
            case "lt" -> start.isBefore(asked.start);
            case "ge" -> end.isAfter(asked.end) || within(asked);
            case "le" -> start.isBefore(asked.start) || within(asked);
            case "sa" -> !start.isBefore(asked.end);
            case "eb" -> !end.isAfter(asked.start);
            default -> within(asked);
        };
    }

    private boolean within(DateSpan asked) {
        return !start.isBefore(asked.start) && !end.isAfter(asked.end);
    }
}
