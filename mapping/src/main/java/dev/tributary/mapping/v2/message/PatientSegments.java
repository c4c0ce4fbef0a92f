package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.Nk1ToPatientContact;
import dev.tributary.mapping.v2.segment.Pd1ToPatient;
import dev.tributary.mapping.v2.segment.PidToPatient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/** PID, PD1 and NK1: the person that a message is about. */
final class PatientSegments {

    static final Set<String> NAMES = Set.of("PID", "PD1", "NK1");

    private PatientSegments() {}

    /** Writes the Patient; null, with an error, if the message does not say who it is. */
    static @Nullable String write(V2Message message, Translation translation) {
        var cleared = new HashSet<String>();
        var pid = message.first("PID").orElse(null);
        if (pid == null) {
            translation.error("required", "PID", "No PID segment: nobody can say who this message is about.");
            return null;
        }
        var key = AdtMessage.patientKey(pid, translation);
        if (key != null) {
            translation.write(map(pid, key, message.segments(), translation, cleared), cleared);
        }
        return key;
    }

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
