package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XpnToHumanName;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * PID-21 to the mother of a newborn, after
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pid-to-patient.html">PID to Patient</a>, CX[RelatedPerson-Mother].
 */
public final class PidToRelatedPerson {

    private PidToRelatedPerson() {}

    /** Writes nothing without a number. Several numbers are those of one mother. */
    public static void write(SegmentReader pid, Reference patient, Translation translation) {
        var mother = new RelatedPerson();
        var key = "";
        for (var value : pid.values(21)) {
            var identifier = CxToIdentifier.map(value, translation);
            if (identifier != null && Identifiers.lacks(mother.getIdentifier(), identifier)) {
                mother.addIdentifier(identifier);
                key = key.isEmpty() ? identifier.getSystem() + "|" + identifier.getValue() : key;
            }
        }
        if (key.isEmpty()) {
            return;
        }
        var maiden = pid.value(6);
        var name = maiden == null ? null : XpnToHumanName.plain(maiden);
        if (name != null) {
            mother.addName(name.setUse(NameUse.MAIDEN));
        }
        mother.setActive(true).setPatient(patient.copy());
        mother.addRelationship(new CodeableConcept()
                .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "MTH", "mother")));
        mother.setId(translation.id("RelatedPerson", patient.getReference() + "|mother|" + key));
        translation.write(mother);
    }
}
