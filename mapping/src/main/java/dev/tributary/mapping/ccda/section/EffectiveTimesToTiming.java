package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Timing.EventTiming;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;
import org.hl7.fhir.r4.model.Timing.UnitsOfTime;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/CF-medications.html">effectiveTime of a medication to Timing</a>: bounds, PIVL_TS and EIVL_TS. */
final class EffectiveTimesToTiming {

    private static final Map<String, UnitsOfTime> UNITS = Map.ofEntries(
            Map.entry("s", UnitsOfTime.S),
            Map.entry("min", UnitsOfTime.MIN),
            Map.entry("h", UnitsOfTime.H),
            Map.entry("hr", UnitsOfTime.H),
            Map.entry("d", UnitsOfTime.D),
            Map.entry("day", UnitsOfTime.D),
            Map.entry("wk", UnitsOfTime.WK),
            Map.entry("mo", UnitsOfTime.MO),
            Map.entry("a", UnitsOfTime.A));
    private static final Map<String, Integer> MINUTES =
            Map.of("s", 0, "min", 1, "h", 60, "hr", 60, "d", 1440, "day", 1440, "wk", 10_080);

    private EffectiveTimesToTiming() {}

    /** Null if nothing is said of when. */
    static @Nullable Timing map(CdaElement administration, CdaTranslation translation) {
        var timing = new Timing();
        for (var time : administration.children("effectiveTime")) {
            addTime(timing, time, translation);
        }
        return timing.isEmpty() ? null : timing;
    }

    private static void addTime(Timing timing, CdaElement time, CdaTranslation translation) {
        var type = time.type();
        if ("PIVL_TS".equals(type) || time.child("period").exists()) {
            setPeriod(timing.getRepeat(), time, translation);
        } else if ("EIVL_TS".equals(type) || time.child("event").exists()) {
            setEvent(timing.getRepeat(), time, translation);
        } else if ("SXPR_TS".equals(type) || time.child("comp").exists()) {
            for (var part : time.children("comp")) {
                addTime(timing, part, translation);
            }
        } else if (time.attribute("value") != null) {
            var event = IvlTsToPeriod.point(time, translation);
            if (event != null) {
                timing.getEvent().add(event);
            }
        } else {
            var bounds = IvlTsToPeriod.map(time, translation);
            if (bounds != null) {
                timing.getRepeat().setBounds(bounds);
            }
        }
        if (timing.getRepeat().isEmpty()) {
            timing.setRepeat(null);
        }
    }

    /** Every eight hours is a period; of a part of a day, as six hours for four times a day, the period stays as it was said. */
    private static void setPeriod(TimingRepeatComponent repeat, CdaElement time, CdaTranslation translation) {
        var period = time.child("period");
        var low = PqToQuantity.map(period, translation);
        Quantity high = null;
        if (low == null) {
            low = PqToQuantity.map(period.child("low"), translation);
            high = PqToQuantity.map(period.child("high"), translation);
            if (low == null) {
                low = high;
                high = null;
            }
        }
        var unit = low == null || low.getUnit() == null ? null : UNITS.get(low.getUnit());
        if (low == null || unit == null || low.getValue().signum() <= 0) {
            if (period.exists() && period.nullFlavor() == null) {
                translation.warn("value", time, "The period of the frequency cannot be read; the element is left out.");
            }
            return;
        }
        repeat.setFrequency(1).setPeriodUnit(unit);
        var isByWard = time.has("institutionSpecified", "true") && unit == UnitsOfTime.H && high == null;
        if (!isByWard || !setPerDay(repeat, low.getValue())) {
            repeat.setPeriod(low.getValue());
        }
        if (high != null && high.getValue().compareTo(low.getValue()) > 0) {
            repeat.setPeriodMax(high.getValue());
        }
    }

    /** Where the ward sets the hours, every eight hours means three times a day. */
    private static boolean setPerDay(TimingRepeatComponent repeat, BigDecimal hours) {
        var times = new BigDecimal(24).divide(hours, MathContext.DECIMAL32);
        try {
            repeat.setFrequency(times.intValueExact()).setPeriod(1).setPeriodUnit(UnitsOfTime.D);
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static void setEvent(TimingRepeatComponent repeat, CdaElement time, CdaTranslation translation) {
        var code = CodeMap.of("EventTiming").target(time.child("event").attribute("code"));
        if (code == null) {
            translation.warn("code-invalid", time, "The event of the timing is unknown; the element is left out.");
            return;
        }
        repeat.addWhen(EventTiming.fromCode(code));
        var offset = time.child("offset");
        var quantity = PqToQuantity.map(offset, translation);
        quantity = quantity == null ? PqToQuantity.map(offset.child("low"), translation) : quantity;
        var factor = quantity == null || quantity.getUnit() == null ? null : MINUTES.get(quantity.getUnit());
        if (quantity != null && factor != null && !code.startsWith("C")) {
            var minutes = quantity.getValue().abs().multiply(new BigDecimal(factor));
            if (minutes.compareTo(new BigDecimal(1_000_000)) < 0) {
                repeat.setOffset(minutes.intValue());
            }
        }
    }
}
