package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.segment.AixToAppointment;
import dev.tributary.mapping.v2.segment.ArqToAppointment;
import dev.tributary.mapping.v2.segment.SchToAppointment;

/**
 * SRM S01 to S11: somebody asks for an appointment, or for another time, or that it be cancelled
 * (<a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents/SRM_S01">HL7 v2 chapter 10</a>). S01 proposes; every other
 * request only names the appointment, for what comes of it is for SRR and SIU to say. HL7's guide has no map.
 */
final class SrmS01 {

    private static final String NEW = "S01";

    private SrmS01() {}

    static void map(V2Message message, Translation translation) {
        var segment = message.first("ARQ").orElse(null);
        var key = segment == null ? null : SchToAppointment.key(segment, translation);
        if (segment == null || key == null) {
            translation.error(
                    "required", "ARQ-1", "No appointment number in ARQ-2 or ARQ-1: nobody can find it again.");
            return;
        }
        var subject = message.has("PID") ? Subject.mention(message, translation) : null;
        var isNew = translation.event().code().equals(NEW);
        var arq = translation.read(segment);
        var appointment = ArqToAppointment.map(arq, key, isNew, translation);
        var resources = AixToAppointment.ofRequest(appointment, arq, translation);
        AppointmentSegments.addPatient(appointment, subject);
        new AppointmentSegments(appointment, resources, subject, translation).map(message);
        resources.request();
        if (!appointment.hasParticipant()) {
            translation.error(
                    "required", "PID", "Neither a patient nor a resource: nobody can say whose appointment this is.");
        } else if (isNew) {
            translation.write(appointment);
        } else {
            translation.mention(appointment);
        }
    }
}
