package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pd1-to-patient.html">PD1 to Patient</a>: primary care, disability, congregation. */
public final class Pd1ToPatient {

    private static final String EXTENSION = "http://hl7.org/fhir/StructureDefinition/";

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
        var disability = CweToCodeableConcept.map(pd1.value(6), translation);
        if (disability != null) {
            patient.addExtension(EXTENSION + "patient-disability", disability);
        }
        var worship = pd1.text(14);
        if (worship != null) {
            patient.addExtension(EXTENSION + "patient-congregation", new StringType(worship));
        }
    }
}
