package dev.tributary.mapping.v2.datatype;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/** How long a course lasts: start and end as a period, a duration that lacks one of them reckoned in, else the duration itself. */
final class TimingBounds {

    private static final Pattern DURATION = Pattern.compile("([SMHDWLX])(\\d{1,4})");
    private static final String UCUM = "http://unitsofmeasure.org";

    private TimingBounds() {}

    static void set(
            Dosage dosage, @Nullable DateTimeType start, @Nullable DateTimeType end, @Nullable Duration duration) {
        if (start == null && end == null) {
            if (duration != null) {
                dosage.getTiming().getRepeat().setBounds(duration);
            }
            return;
        }
        var period = new Period();
        var until = end == null && start != null && duration != null ? after(start, duration) : end;
        if (start != null) {
            period.setStartElement(start);
        }
        if (until != null) {
            period.setEndElement(until);
        }
        dosage.getTiming().getRepeat().setBounds(period);
    }

    /** TQ-3 ({@code D4}, {@code W2}, {@code X10}): a length, or a number of times; false if it is neither. */
    static @Nullable Duration ofTq(String text, Dosage dosage) {
        var match = DURATION.matcher(text.strip());
        if (!match.matches() || Integer.parseInt(match.group(2)) == 0) {
            return null;
        }
        var number = Integer.parseInt(match.group(2));
        if (match.group(1).equals("X")) {
            dosage.getTiming().getRepeat().setCount(number);
            return null;
        }
        var unit = CqToQuantity.timeUnit(match.group(1));
        return unit == null ? null : duration(BigDecimal.valueOf(number), unit);
    }

    /** Null if the unit is no time. */
    static @Nullable Duration of(@Nullable Quantity quantity) {
        if (quantity == null || !quantity.hasUnit() || quantity.getValue().signum() < 0) {
            return null;
        }
        var unit = CqToQuantity.timeUnit(quantity.hasCode() ? quantity.getCode() : quantity.getUnit());
        if (unit == null) {
            unit = CqToQuantity.timeUnit(quantity.getUnit());
        }
        return unit == null ? null : duration(quantity.getValue(), unit);
    }

    private static Duration duration(BigDecimal value, String unit) {
        var duration = new Duration();
        duration.setValue(value).setUnit(unit).setSystem(UCUM).setCode(unit);
        return duration;
    }

    private static @Nullable DateTimeType after(DateTimeType start, Duration duration) {
        var text = start.getValueAsString();
        var unit = unit(duration.getCode());
        if (unit == null || duration.getValue().stripTrailingZeros().scale() > 0 || text.length() < 10) {
            return null;
        }
        var amount = Math.min(duration.getValue().longValue(), 100_000L);
        if (text.length() > 10) {
            return new DateTimeType(TsToDateTime.iso(OffsetDateTime.parse(text).plus(amount, unit)));
        }
        return unit.isDateBased()
                ? new DateTimeType(LocalDate.parse(text).plus(amount, unit).toString())
                : null;
    }

    private static @Nullable ChronoUnit unit(String code) {
        return switch (code) {
            case "s" -> ChronoUnit.SECONDS;
            case "min" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            case "wk" -> ChronoUnit.WEEKS;
            case "mo" -> ChronoUnit.MONTHS;
            case "a" -> ChronoUnit.YEARS;
            default -> null;
        };
    }
}
