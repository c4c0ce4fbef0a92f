package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Timing.EventTiming;
import org.hl7.fhir.r4.model.Timing.UnitsOfTime;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-tq1-to-medicationrequest.html">TQ1 to MedicationRequest</a>. */
public final class Tq1ToDosage {

    private static final BigDecimal MINUTES_PER_WEEK = BigDecimal.valueOf(10_080);

    private static final String DAYS_OF_WEEK = "DW";
    private static final Pattern DAY = Pattern.compile("[1-7]");

    private Tq1ToDosage() {}

    /** Without the priority; may be empty. */
    public static Dosage map(SegmentReader tq1, Translation translation) {
        tq1.ignore(12);
        var dosage = when(tq1, translation);
        var quantity = CqToQuantity.map(tq1.value(2), translation);
        if (quantity != null) {
            dosage.addDoseAndRate().setDose(quantity);
        }
        dosage.setText(tq1.wholeText(11));
        return dosage;
    }

    /** How often, from when to when, how long, and on which condition: what TQ1 says of any order. */
    public static Dosage when(SegmentReader tq1, Translation translation) {
        tq1.ignore(1);
        var dosage = new Dosage();
        var pattern = tq1.value(3);
        if (pattern != null) {
            addPattern(dosage, pattern, translation);
        }
        for (var time : tq1.values(4)) {
            var text = time.component(1);
            if (text != null && !dosage.getTiming().getRepeat().hasWhen()) {
                RptToTiming.addTimesOfDay(dosage, text);
            }
        }
        addOffset(dosage, tq1, translation);
        TimingBounds.set(
                dosage,
                TsToDateTime.map(tq1.value(7), translation),
                TsToDateTime.map(tq1.value(8), translation),
                TimingBounds.of(CqToQuantity.map(tq1.value(6), translation)));
        var condition = tq1.wholeText(10);
        if (condition != null) {
            dosage.setAsNeeded(new CodeableConcept().setText(condition));
        }
        var duration = TimingBounds.of(CqToQuantity.map(tq1.value(13), translation));
        if (duration != null) {
            dosage.getTiming()
                    .getRepeat()
                    .setDuration(duration.getValue())
                    .setDurationUnit(UnitsOfTime.fromCode(duration.getCode()));
        }
        TqToDosage.setCount(dosage, tq1.text(14));
        if (dosage.getTiming().isEmpty()) {
            dosage.setTiming(null);
        }
        return dosage;
    }

    private static void addPattern(Dosage dosage, V2Value rpt, Translation translation) {
        var code = rpt.component(1);
        if (code != null) {
            RptToTiming.add(dosage, code);
            var display = rpt.component(1, 2);
            if (display != null) {
                dosage.getTiming().getCode().setText(display);
            }
            rpt.component(1, 3);
        }
        addDaysOfWeek(dosage, rpt);
        var repeat = dosage.getTiming().getRepeat();
        var period = CqToQuantity.decimal(rpt.component(5));
        var unitText = rpt.component(6);
        var unit = unitText == null ? null : CqToQuantity.timeUnit(unitText);
        if (period != null && unit != null) {
            RptToTiming.period(repeat, repeat.hasFrequency() ? repeat.getFrequency() : 1, period, unit);
        }
        var event = rpt.component(8);
        var when = event == null ? null : CodeTable.of("HL70528").get(event);
        if (when != null && !repeat.hasWhen()) {
            repeat.addWhen(EventTiming.fromCode(when.target()));
        } else if (event != null && when == null) {
            translation.warn("code-invalid", rpt.path(8), "No FHIR code for this event of table 0528; left out.");
        }
        if (repeat.hasWhen()) {
            var offset = CqToQuantity.decimal(rpt.component(9));
            var offsetUnit = rpt.component(10);
            if (offset != null && offsetUnit != null) {
                setOffset(dosage, offset, offsetUnit);
            }
        }
    }

    /** {@code DW}: the phase is a range of days, Monday the first. */
    private static void addDaysOfWeek(Dosage dosage, V2Value rpt) {
        var from = DAYS_OF_WEEK.equals(rpt.component(2)) ? rpt.component(3) : null;
        if (from == null || !DAY.matcher(from).matches()) {
            return;
        }
        var to = rpt.component(4);
        var first = Integer.parseInt(from);
        var last = to != null && DAY.matcher(to).matches() ? Integer.parseInt(to) : first;
        for (var day = first; ; day = day % 7 + 1) {
            dosage.getTiming().getRepeat().addDayOfWeek(RptToTiming.day(day));
            if (day == last) {
                return;
            }
        }
    }

    private static void addOffset(Dosage dosage, SegmentReader tq1, Translation translation) {
        var repeat = dosage.getTiming().getRepeat();
        var relative = repeat.hasWhen() && !repeat.hasOffset() ? tq1.value(5) : null;
        if (relative == null) {
            return;
        }
        var quantity = CqToQuantity.map(relative, translation);
        if (quantity != null && quantity.hasUnit()) {
            setOffset(dosage, quantity.getValue(), quantity.getUnit());
        }
    }

    /** FHIR counts in minutes, and only from an event (tim-9): without one nobody asks for the offset. */
    private static void setOffset(Dosage dosage, BigDecimal value, String unit) {
        var factor = minutes(CqToQuantity.timeUnit(unit));
        var repeat = dosage.getTiming().getRepeat();
        if (factor.signum() == 0 || value.signum() <= 0) {
            return;
        }
        var minutes = value.multiply(factor).setScale(0, RoundingMode.HALF_UP);
        var isOfMeal = repeat.getWhen().stream().anyMatch(when -> when.getCode().matches("C[MDV]?"));
        if (!isOfMeal && minutes.compareTo(MINUTES_PER_WEEK) < 0) {
            repeat.setOffset(minutes.intValue());
        }
    }

    private static BigDecimal minutes(@Nullable String unit) {
        if (unit == null) {
            return BigDecimal.ZERO;
        }
        return switch (unit) {
            case "s" -> new BigDecimal("0.0166666667");
            case "min" -> BigDecimal.ONE;
            case "h" -> BigDecimal.valueOf(60);
            case "d" -> BigDecimal.valueOf(1440);
            default -> BigDecimal.ZERO;
        };
    }
}
