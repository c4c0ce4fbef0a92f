package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.er7.V2Segment;
import org.hl7.fhir.r4.model.Reference;

/**
 * Whom and which stay a message is about.
 *
 * @param patientKey {@code system|value}
 * @param patient reference to the source's Patient
 * @param encounterKey names the Encounter within the source
 */
public record Visit(String patientKey, Reference patient, String encounterKey) {

    /** What the message tells of the visit's identity, best first. */
    public enum Basis {
        VISIT_NUMBER,
        ADMIT_TIME,
        NONE
    }

    public static Basis basis(V2Segment pv1) {
        var number = pv1.value(19);
        if (number != null && number.component(1) != null) {
            return Basis.VISIT_NUMBER;
        }
        var admitted = pv1.value(44);
        return admitted != null && admitted.component(1) != null ? Basis.ADMIT_TIME : Basis.NONE;
    }

    /** By visit number, else patient and admit time, else the one open visit that the patient may have. */
    public static Visit of(V2Segment pv1, String patientKey, Reference patient, SourceProfile profile) {
        var number = pv1.value(19);
        var key = number == null ? null : CxToIdentifier.key(number, "VN", profile);
        if (key != null) {
            return new Visit(patientKey, patient, key);
        }
        var admitted = pv1.value(44);
        var time = admitted == null ? null : admitted.component(1);
        return new Visit(patientKey, patient, patientKey + "|" + (time == null ? "open visit" : time));
    }
}
