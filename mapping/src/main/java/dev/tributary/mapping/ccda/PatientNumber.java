package dev.tributary.mapping.ccda;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.xml.CdaElement;
import org.jspecify.annotations.Nullable;

/** By which number a source knows the patient of a document: the same key as HL7 v2 gives, so both speak of one record. */
final class PatientNumber {

    private static final String US_SSN = "http://hl7.org/fhir/sid/us-ssn|";

    private PatientNumber() {}

    /** The first number that is not a social security number, else that; null if there is none. */
    static @Nullable String key(CdaElement patientRole, SourceProfile profile) {
        String last = null;
        for (var id : patientRole.children("id")) {
            var key = IiToIdentifier.key(id, profile);
            if (key != null && !key.startsWith(US_SSN)) {
                return key;
            }
            last = last == null ? key : last;
        }
        return last;
    }
}
