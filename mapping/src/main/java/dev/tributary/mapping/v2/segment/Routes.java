package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.jspecify.annotations.Nullable;

/** Routes of administration: the code that was sent, and that of v3 where HL7's guide knows it. */
final class Routes {

    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-0162";
    private static final String NCI = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl";

    private Routes() {}

    static @Nullable CodeableConcept map(@Nullable V2Value value, Translation translation) {
        var route = CweToCodeableConcept.map(value, TABLE, translation);
        if (route == null) {
            return null;
        }
        for (var coding : route.getCoding()) {
            var known = TABLE.equals(coding.getSystem()) || NCI.equals(coding.getSystem())
                    ? CodeTable.of("HL70162").get(coding.getCode())
                    : null;
            if (known != null) {
                route.getCoding().add(0, known.toCoding());
                return route;
            }
        }
        return route;
    }
}
