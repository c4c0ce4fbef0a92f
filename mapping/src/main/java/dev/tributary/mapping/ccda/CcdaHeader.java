package dev.tributary.mapping.ccda;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What intake needs of a document.
 *
 * @param id {@code ClinicalDocument.id} as {@code root^extension}; empty if it has none
 * @param type LOINC code of the document; empty if it has none
 * @param patientKey {@code system|value} of the number by which the source knows the patient; null if the header names none
 * @param occurred {@code ClinicalDocument.effectiveTime}; null if it cannot be read
 */
public record CcdaHeader(
        String id,
        String type,
        @Nullable String patientKey,
        @Nullable Instant occurred) {

    /** For the journal, {@code C-CDA 34133-9}. */
    public String trigger() {
        return type.isEmpty() ? "C-CDA" : "C-CDA " + type;
    }

    /** Documents with the same key of one source must be applied in order: the patient, else the document. */
    public String laneKey() {
        var key = patientKey;
        return key == null ? id : key;
    }
}
