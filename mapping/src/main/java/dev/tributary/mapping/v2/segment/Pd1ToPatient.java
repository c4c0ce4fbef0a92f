package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Patient;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pd1-to-patient.html">PD1 to Patient</a>: primary care. */
public final class Pd1ToPatient {

    private Pd1ToPatient() {}

    public static void add(Patient patient, SegmentReader pd1, Translation translation) {
        for (var value : pd1.values(4)) {
            var practitioner = XcnToPractitioner.map(value, translation);
            if (practitioner != null) {
                patient.addGeneralPractitioner(practitioner);
            }
        }
        for (var value : pd1.values(3)) {
            var organization = XonToOrganization.map(value, translation);
            if (organization != null) {
                patient.addGeneralPractitioner(organization);
            }
        }
    }
}
