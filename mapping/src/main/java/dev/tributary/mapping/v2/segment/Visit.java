package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

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
        ACCOUNT,
        NONE
    }

    public static Basis basis(V2Segment pv1) {
        return basis(pv1, null);
    }

    /** @param account PID-18; null if the message's kind does not use it to tell visits apart */
    public static Basis basis(V2Segment pv1, @Nullable V2Value account) {
        if (isValued(pv1.value(19))) {
            return Basis.VISIT_NUMBER;
        }
        if (isValued(pv1.value(44))) {
            return Basis.ADMIT_TIME;
        }
        return isValued(account) ? Basis.ACCOUNT : Basis.NONE;
    }

    public static Visit of(V2Segment pv1, String patientKey, Reference patient, SourceProfile profile) {
        return of(pv1, null, patientKey, patient, profile);
    }

    /** By visit number, else patient and admit time, else account, else the one open visit that the patient may have. */
    public static Visit of(
            V2Segment pv1, @Nullable V2Value account, String patientKey, Reference patient, SourceProfile profile) {
        var number = pv1.value(19);
        var key = number == null ? null : key(number, profile);
        if (key != null) {
            return new Visit(patientKey, patient, key);
        }
        var admitted = pv1.value(44);
        var time = admitted == null ? null : admitted.component(1);
        if (time != null) {
            return new Visit(patientKey, patient, patientKey + "|" + time);
        }
        var accountKey = account == null ? null : CxToIdentifier.key(account, "AN", profile);
        return new Visit(
                patientKey, patient, accountKey == null ? patientKey + "|open visit" : "account|" + accountKey);
    }

    /** The key of the visit of that number; null if there is no number. */
    public static @Nullable String key(V2Value number, SourceProfile profile) {
        return CxToIdentifier.key(number, "VN", profile);
    }

    private static boolean isValued(@Nullable V2Value value) {
        return value != null && value.component(1) != null;
    }
}
