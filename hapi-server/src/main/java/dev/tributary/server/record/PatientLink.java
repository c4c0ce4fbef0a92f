package dev.tributary.server.record;

import java.time.Instant;
import org.hl7.fhir.r4.model.Identifier;

/**
 * Which person a source's patient record belongs to.
 *
 * @param sourcePatient logical id of the source record
 * @param unified logical id of the unified Patient
 * @param active false once the source itself retired the record
 * @param ownSystem with {@code ownValue}: how the source names the patient
 * @param linkedAt when the source record was first seen
 * @param saidAt when what it last said of the patient happened
 */
record PatientLink(
        String sourcePatient,
        String sourceId,
        String unified,
        boolean active,
        String ownSystem,
        String ownValue,
        Instant linkedAt,
        Instant saidAt,
        int trust) {

    Identifier ownIdentifier() {
        return new Identifier().setSystem(ownSystem).setValue(ownValue);
    }

    PatientLink to(String person) {
        return new PatientLink(sourcePatient, sourceId, person, active, ownSystem, ownValue, linkedAt, saidAt, trust);
    }
}
