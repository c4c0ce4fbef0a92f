package dev.tributary.mapping.v2.segment;

import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Whom, which stay and which account the resources of a message are about.
 *
 * @param key names the patient within the source, {@code system|value}
 * @param patient reference to the source's Patient
 * @param encounter reference to the visit; null if the message does not name it
 * @param account reference to the account of PID-18; null if there is none
 */
public record PatientContext(
        String key,
        Reference patient,
        @Nullable Reference encounter,
        @Nullable Reference account) {

    /** References are mutable and belong to one resource each. */
    Reference ofPatient() {
        return patient.copy();
    }

    @Nullable
    Reference ofEncounter() {
        return encounter == null ? null : encounter.copy();
    }

    @Nullable
    Reference ofAccount() {
        return account == null ? null : account.copy();
    }
}
