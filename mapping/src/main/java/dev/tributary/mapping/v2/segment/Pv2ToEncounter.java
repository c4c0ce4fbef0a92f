package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pv2-to-encounter.html">PV2 to Encounter</a>. */
public final class Pv2ToEncounter {

    private Pv2ToEncounter() {}

    /** @param cleared receives the names of elements that the message takes away */
    public static void add(Encounter encounter, SegmentReader pv2, Translation translation, Set<String> cleared) {
        if (pv2.isDelete(3)) {
            cleared.add("reasonCode");
        }
        var reason = CweToCodeableConcept.map(pv2.value(3), translation);
        if (reason != null) {
            encounter.addReasonCode(reason);
        }
        var priority =
                CweToCodeableConcept.map(pv2.value(25), "http://terminology.hl7.org/CodeSystem/v2-0217", translation);
        if (priority != null) {
            encounter.setPriority(priority);
        }
    }
}
