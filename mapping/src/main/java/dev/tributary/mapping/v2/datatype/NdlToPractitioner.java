package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-ndl-to-practitionerrole.html">NDL</a> to Practitioner: its first
 * component is a CNN. Many send an XCN in its place.
 */
public final class NdlToPractitioner {

    private static final Pattern TIME = Pattern.compile("\\d{4,}.*");

    private NdlToPractitioner() {}

    /** Writes the practitioner and refers to it; null if there is neither number nor name. */
    public static @Nullable Reference map(@Nullable V2Value value, Translation translation) {
        if (value == null) {
            return null;
        }
        var person = value.inner(1);
        if (person != null && person.component(2) != null) {
            return XcnToPractitioner.ofCnn(person, translation);
        }
        var second = value.component(2);
        return second != null && !TIME.matcher(second).matches()
                ? XcnToPractitioner.map(value, translation)
                : XcnToPractitioner.ofCnn(person, translation);
    }
}
