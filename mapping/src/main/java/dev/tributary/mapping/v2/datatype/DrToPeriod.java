package dev.tributary.mapping.v2.datatype;

import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-dr-to-period.html">DR to Period</a>, also of two single times. */
public final class DrToPeriod {

    private DrToPeriod() {}

    /** Null if both ends are absent. */
    public static @Nullable Period map(@Nullable DateTimeType start, @Nullable DateTimeType end) {
        if (start == null && end == null) {
            return null;
        }
        var period = new Period();
        if (start != null) {
            period.setStartElement(start);
        }
        if (end != null) {
            period.setEndElement(end);
        }
        return period;
    }
}
