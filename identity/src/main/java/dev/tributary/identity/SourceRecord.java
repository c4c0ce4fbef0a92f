package dev.tributary.identity;

import java.time.Instant;
import org.hl7.fhir.r4.model.Patient;

/**
 * What one source says of a person.
 *
 * @param source id of the source
 * @param trust of the source; more is better
 * @param asOf when the source last said something about the patient
 */
public record SourceRecord(String source, int trust, Instant asOf, Patient patient) {

    /** Of a source that no rule names. */
    public SourceRecord(int trust, Instant asOf, Patient patient) {
        this("", trust, asOf, patient);
    }

    boolean isActive() {
        return !patient.hasActive() || patient.getActive();
    }
}
