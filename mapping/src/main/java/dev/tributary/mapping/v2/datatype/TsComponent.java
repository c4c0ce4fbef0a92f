package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;

/** A time that is a component of another data type. */
final class TsComponent {

    private TsComponent() {}

    static @Nullable DateTimeType map(V2Value value, int component, Translation translation) {
        var text = value.component(component);
        if (text == null) {
            return null;
        }
        var time = TsToDateTime.parse(text, translation.profile().zone());
        if (time == null) {
            translation.warn("value", value.path(component), "Not a date or time of HL7 v2; the element is left out.");
        }
        return time;
    }
}
