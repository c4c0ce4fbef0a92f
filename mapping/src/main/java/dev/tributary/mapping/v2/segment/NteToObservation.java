package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Concepts;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.NormalName;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * NTE on the patient to an Observation, an annotation comment. Ours: HL7's guide leaves it open, and Patient has no note. A comment that
 * comes again is the same one.
 */
public final class NteToObservation {

    private NteToObservation() {}

    /** @param key of the patient */
    public static void write(
            SegmentReader nte, String key, Reference patient, @Nullable Reference encounter, Translation translation) {
        var text = NteToAnnotation.text(nte);
        if (text == null) {
            return;
        }
        var observation = new Observation()
                .setStatus(ObservationStatus.FINAL)
                .setCode(new CodeableConcept().addCoding(Concepts.coding("comment")))
                .setSubject(patient.copy())
                .setValue(new StringType(text));
        observation.setId(translation.id("Observation", key + "|note|" + NormalName.of(text)));
        if (encounter != null) {
            observation.setEncounter(encounter.copy());
        }
        var type = CweToCodeableConcept.map(nte.value(4), NteToAnnotation.TYPES, translation);
        if (type != null) {
            observation.addExtension(NteToAnnotation.TYPE, type);
        }
        var author = XcnToPractitioner.map(nte.value(5), translation);
        if (author != null) {
            observation.addPerformer(author);
        }
        var time = TsToDateTime.map(nte.value(6), translation);
        var occurred = translation.event().occurred();
        if (time != null) {
            observation.setEffective(time);
        } else if (occurred != null) {
            observation.setEffective(occurred.copy());
        }
        translation.write(observation);
    }
}
