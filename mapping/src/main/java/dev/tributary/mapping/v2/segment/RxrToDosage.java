package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Hl7Tables;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationDosageComponent;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-rxr-to-medicationrequest.html">RXR to MedicationRequest</a> and
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-rxr-to-immunization.html">to Immunization</a>: route, site, method.
 */
public final class RxrToDosage {

    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private RxrToDosage() {}

    public static void add(Dosage dosage, SegmentReader rxr, Translation translation) {
        dosage.setRoute(route(rxr, translation));
        dosage.setSite(site(rxr, translation));
        dosage.setMethod(CweToCodeableConcept.translate(rxr.value(4), "HL70165", translation));
        var instruction = CweToCodeableConcept.map(rxr.value(5), translation);
        if (instruction != null) {
            dosage.addAdditionalInstruction(instruction);
        }
    }

    /** The order leaves the choice between several routes: the further ones stand as instructions. */
    public static void addAlternative(Dosage dosage, SegmentReader rxr, Translation translation) {
        var route = route(rxr, translation);
        if (route != null) {
            dosage.addAdditionalInstruction(route);
        }
    }

    public static void add(MedicationAdministrationDosageComponent dosage, SegmentReader rxr, Translation translation) {
        dosage.setRoute(route(rxr, translation));
        dosage.setSite(site(rxr, translation));
        dosage.setMethod(CweToCodeableConcept.translate(rxr.value(4), "HL70165", translation));
    }

    public static void add(Immunization immunization, SegmentReader rxr, Translation translation) {
        immunization.setRoute(route(rxr, translation));
        immunization.setSite(site(rxr, translation));
    }

    private static @Nullable CodeableConcept route(SegmentReader rxr, Translation translation) {
        return Routes.map(rxr.value(1), translation);
    }

    private static @Nullable CodeableConcept site(SegmentReader rxr, Translation translation) {
        // Table 0163 up to HL7 v2.7, 0550 since.
        var value = rxr.value(2);
        var code = value == null ? null : value.component(1);
        var isNewer = code != null && !Hl7Tables.hasCode("0163", code) && Hl7Tables.hasCode("0550", code);
        return CweToCodeableConcept.map(value, TABLE + (isNewer ? "0550" : "0163"), translation);
    }
}
