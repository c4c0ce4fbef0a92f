package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-dr-to-period.html">DR to Period</a>, also of two single times. */
public final class DrToPeriod {

    private DrToPeriod() {}

    /** Null if both ends are absent. An end before the start is left out: FHIR has no such period (per-1). */
    public static @Nullable Period map(@Nullable DateTimeType start, @Nullable DateTimeType end) {
        if (start == null && end == null) {
            return null;
        }
        var period = new Period();
        if (start != null) {
            period.setStartElement(start);
        }
        if (end != null && !isBefore(end, start)) {
            period.setEndElement(end);
        }
        return period;
    }

    /**
     * The two single times of newer versions, else the range that they replaced (XAD-12, XPN-10).
     *
     * @param from the component of the start; the end is in the next
     */
    static @Nullable Period of(V2Value value, int range, int from, Translation translation) {
        var start = TsComponent.map(value, from, translation);
        var end = TsComponent.map(value, from + 1, translation);
        var former = value.inner(range);
        if (start != null || end != null || former == null) {
            return map(start, end);
        }
        return map(TsComponent.map(former, 1, translation), TsComponent.map(former, 2, translation));
    }

    /** As far as both are precise. */
    public static boolean isBefore(@Nullable DateTimeType end, @Nullable DateTimeType start) {
        if (end == null || start == null) {
            return false;
        }
        var ended = end.getValueAsString();
        var started = start.getValueAsString();
        var length = Math.min(ended.length(), started.length());
        return length <= 10
                ? ended.substring(0, length).compareTo(started.substring(0, length)) < 0
                : end.getValue().before(start.getValue());
    }
}
