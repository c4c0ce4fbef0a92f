package dev.tributary.subscriptions.criteria;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.hl7.fhir.r4.model.DateTimeType;

/** A stretch of time, both ends included: what <a href="http://hl7.org/fhir/R4/search.html#date">a date of a certain precision</a> means. */
record Span(Instant from, Instant until) {

    static final Span EVER = new Span(Instant.MIN, Instant.MAX);

    /** A date without a time zone is taken as of UTC. Throws a {@link RuntimeException} for what is no date of FHIR. */
    static Span of(String text) {
        DateTimeType time = new DateTimeType(text);
        TemporalPrecisionEnum precision = time.getPrecision();
        if (precision.ordinal() > TemporalPrecisionEnum.DAY.ordinal()) {
            Instant from = time.getValue().toInstant();
            ChronoUnit unit = precision == TemporalPrecisionEnum.MINUTE
                    ? ChronoUnit.MINUTES
                    : precision == TemporalPrecisionEnum.SECOND ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
            return new Span(from, from.plus(1, unit).minusMillis(1));
        }
        LocalDate first = LocalDate.parse(text + "0000-01-01".substring(text.length()));
        LocalDate next = precision == TemporalPrecisionEnum.YEAR
                ? first.plusYears(1)
                : precision == TemporalPrecisionEnum.MONTH ? first.plusMonths(1) : first.plusDays(1);
        return new Span(
                first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                next.atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1));
    }

    /** Whether a value that is this span satisfies {@code prefix + wanted}. */
    boolean satisfies(String prefix, Span wanted) {
        return switch (prefix) {
            case "eq" -> wanted.contains(this);
            case "ne" -> !wanted.contains(this);
            case "gt" -> until.isAfter(wanted.until);
            case "lt" -> from.isBefore(wanted.from);
            case "ge" -> until.isAfter(wanted.until) || wanted.contains(this);
            case "le" -> from.isBefore(wanted.from) || wanted.contains(this);
            case "sa" -> from.isAfter(wanted.until);
            case "eb" -> until.isBefore(wanted.from);
            default -> throw new IllegalArgumentException("There is no prefix " + prefix);
        };
    }

    private boolean contains(Span other) {
        return !other.from.isBefore(from) && !other.until.isAfter(until);
    }
}
