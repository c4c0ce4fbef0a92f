package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;
import org.jspecify.annotations.Nullable;

/** PV1-5, PV1-13 to PV1-16 and PV1-36 to PV1-38 to Encounter.hospitalization. The codes are the site's own, so they stay codes of v2. */
final class Pv1ToHospitalization {

    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private Pv1ToHospitalization() {}

    static void set(Encounter encounter, SegmentReader pv1, VisitEvent event, Translation translation) {
        var stay = new EncounterHospitalizationComponent();
        stay.setAdmitSource(concept(pv1, 14, "0023", translation));
        stay.setReAdmission(concept(pv1, 13, "0092", translation));
        if (!event.cleared().contains("hospitalization.dischargeDisposition")) {
            stay.setDischargeDisposition(concept(pv1, 36, "0112", translation));
            stay.setDestination(PlToLocation.discharge(pv1.value(37), translation));
        }
        var preadmission = pv1.value(5);
        if (preadmission != null) {
            stay.setPreAdmissionIdentifier(CxToIdentifier.map(preadmission, "AN", translation));
        }
        for (var value : pv1.values(15)) {
            add(stay, CweToCodeableConcept.map(value, TABLE + "0009", translation), null);
        }
        add(stay, null, concept(pv1, 16, "0099", translation));
        var diet = concept(pv1, 38, "0114", translation);
        if (diet != null) {
            stay.addDietPreference(diet);
        }
        if (!stay.isEmpty()) {
            encounter.setHospitalization(stay);
        }
    }

    private static void add(
            EncounterHospitalizationComponent stay,
            @Nullable CodeableConcept arrangement,
            @Nullable CodeableConcept vip) {
        if (arrangement != null) {
            stay.addSpecialArrangement(arrangement);
        }
        if (vip != null) {
            stay.addSpecialCourtesy(vip);
        }
    }

    private static @Nullable CodeableConcept concept(
            SegmentReader pv1, int field, String table, Translation translation) {
        return CweToCodeableConcept.map(pv1.value(field), TABLE + table, translation);
    }
}
