package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Concepts;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pd1-livingwill-to-observation.html">PD1-7, the living will</a>. */
public final class Pd1ToObservation {

    private Pd1ToObservation() {}

    /** Writes nothing if PD1-7 is empty. */
    public static void write(SegmentReader pd1, String patientKey, Reference patient, Translation translation) {
        var answer =
                CweToCodeableConcept.map(pd1.value(7), "http://terminology.hl7.org/CodeSystem/v2-0315", translation);
        if (answer == null) {
            return;
        }
        var observation = new Observation()
                .setStatus(ObservationStatus.FINAL)
                .setCode(Concepts.concept("livingWill"))
                .setSubject(patient.copy())
                .setValue(answer);
        observation.setId(translation.id("Observation", patientKey + "|livingWill"));
        var occurred = translation.event().occurred();
        if (occurred != null) {
            observation.setEffective(occurred.copy());
        }
        translation.write(observation);
    }
}
