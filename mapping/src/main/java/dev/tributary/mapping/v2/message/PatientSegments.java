package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.PatientKey;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.Nk1ToPatientContact;
import dev.tributary.mapping.v2.segment.Nk1ToRelatedPerson;
import dev.tributary.mapping.v2.segment.Pd1ToObservation;
import dev.tributary.mapping.v2.segment.Pd1ToPatient;
import dev.tributary.mapping.v2.segment.PidToPatient;
import dev.tributary.mapping.v2.segment.PidToRelatedPerson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** PID, PD1 and NK1: the person that a message is about, and those beside him. */
final class PatientSegments {

    static final Set<String> NAMES = Set.of("PID", "PD1", "NK1");

    private PatientSegments() {}

    /** Writes the Patient; null, with an error, if the message does not say who it is. */
    static @Nullable String write(V2Message message, Translation translation) {
        return write(message.segments(), translation);
    }

    /** The same of a part of a message. */
    static @Nullable String write(List<V2Segment> segments, Translation translation) {
        var cleared = new HashSet<String>();
        var pid = segments.stream()
                .filter(segment -> segment.name().equals("PID"))
                .findFirst()
                .orElse(null);
        if (pid == null) {
            translation.error("required", "PID", "No PID segment: nobody can say who this message is about.");
            return null;
        }
        var key = patientKey(pid, translation);
        if (key != null) {
            translation.write(map(pid, key, segments, translation, cleared), cleared);
            writeRelated(segments, key, translation);
        }
        return key;
    }

    /** Null, with an error, if the PID names nobody in a message that is about a patient or his visit. */
    static @Nullable String patientKey(V2Segment pid, Translation translation) {
        var key = PatientKey.of(pid, translation.profile());
        if (key != null) {
            return key;
        }
        var text = "No patient identifier in PID-3, PID-2 or PID-4: ";
        if (translation.isVisitMentioned()) {
            // What was found or given is worth keeping, and cannot be anybody else's under a key of this message alone.
            translation.warn("required", pid.path(3), text + "kept for a patient whom only this message knows.");
            return "message|" + translation.event().controlId();
        }
        translation.error("required", pid.path(3), text + "nobody can say who this is.");
        return null;
    }

    static Reference reference(String key, Translation translation) {
        return new Reference("Patient/" + translation.id("Patient", key));
    }

    /** Those beside the patient, after he is written. */
    static void writeRelated(List<V2Segment> segments, String key, Translation translation) {
        for (var segment : segments) {
            switch (segment.name()) {
                case "PID" ->
                    PidToRelatedPerson.write(translation.read(segment), reference(key, translation), translation);
                case "PD1" ->
                    Pd1ToObservation.write(translation.read(segment), key, reference(key, translation), translation);
                case "NK1" ->
                    Nk1ToRelatedPerson.write(translation.read(segment), key, reference(key, translation), translation);
                default -> {}
            }
        }
    }

    /** The Patient, not yet written. */
    static Patient map(
            V2Segment pid, String key, List<V2Segment> segments, Translation translation, Set<String> cleared) {
        var patient = PidToPatient.map(translation.read(pid), translation, cleared);
        patient.setId(translation.id("Patient", key));
        for (var segment : segments) {
            switch (segment.name()) {
                case "PD1" -> Pd1ToPatient.add(patient, translation.read(segment), translation);
                case "NK1" -> Nk1ToPatientContact.add(patient, translation.read(segment), translation);
                default -> {}
            }
        }
        return patient;
    }
}
