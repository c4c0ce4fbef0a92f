package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.AixToAppointment;
import dev.tributary.mapping.v2.segment.SchToAppointment;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-siu-s12-to-bundle.html">SIU_S12</a>, the other events of SIU, and
 * SRR, the answer to a request: one Appointment, known by SCH-2, else SCH-1.
 */
final class SiuS12 {

    private static final Set<String> REFUSALS = Set.of("AE", "AR", "CE", "CR");

    private SiuS12() {}

    static void map(V2Message message, Translation translation) {
        var segment = message.first("SCH").orElse(null);
        var key = segment == null ? null : SchToAppointment.key(segment, translation);
        if (segment == null || key == null) {
            translation.error(
                    "required", "SCH-2", "No appointment number in SCH-2 or SCH-1: nobody can find it again.");
            return;
        }
        var appointment = appointment(message, segment, key, translation);
        if (!appointment.hasParticipant()) {
            translation.error(
                    "required", "PID", "Neither a patient nor a resource: nobody can say whose appointment this is.");
            return;
        }
        if (!appointment.hasStart()) {
            translation.warn("required", "SCH-11", "No start to the minute in TQ1, SCH-11, AIS, AIG, AIL or AIP.");
        }
        translation.write(appointment);
        supersede(segment, appointment, translation);
    }

    /** SRR: what was asked for is so now; if it is refused, or the answer names no appointment, nothing changes. */
    static void answer(V2Message message, Translation translation) {
        var verdict = message.first("MSA").map(msa -> msa.raw(1).strip()).orElse("");
        if (REFUSALS.contains(verdict) || !message.has("SCH")) {
            message.segments().forEach(segment -> translation.read(segment).ignoreAll());
            translation.inform(
                    "informational",
                    "MSA-1",
                    "The request is refused, or the answer tells of no appointment: nothing changes.");
            return;
        }
        map(message, translation);
    }

    private static Appointment appointment(V2Message message, V2Segment segment, String key, Translation translation) {
        var subject = message.has("PID") ? Subject.mention(message, translation) : null;
        var sch = translation.read(segment);
        var appointment = SchToAppointment.map(sch, key, translation);
        AppointmentSegments.addPatient(appointment, subject);
        var tq1 = message.first("TQ1").map(translation::read).orElse(null);
        var resources = AixToAppointment.of(appointment, sch, tq1, translation);
        new AppointmentSegments(appointment, resources, subject, translation).map(message);
        resources.complete(segment.path(11));
        return appointment;
    }

    /** What was asked for under the placer's number alone is the appointment that has got the filler's number. */
    private static void supersede(V2Segment sch, Appointment appointment, Translation translation) {
        var former = SchToAppointment.placerKey(sch, translation);
        if (former != null) {
            var id = translation.id("Appointment", former);
            if (!id.equals(appointment.getIdElement().getIdPart())) {
                translation.change(new Change.Supersede(
                        "Appointment", appointment.getIdElement().getIdPart(), id));
            }
        }
    }
}
