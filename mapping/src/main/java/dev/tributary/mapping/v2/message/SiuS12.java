package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.AixToAppointment;
import dev.tributary.mapping.v2.segment.Dg1ToCondition;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.SchToAppointment;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentParticipantComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-siu-s12-to-bundle.html">SIU_S12</a> and the other events of SIU:
 * one Appointment, known by SCH-2, else SCH-1.
 */
final class SiuS12 {

    private static final Set<String> PATIENT = Set.of("PID", "PD1", "NK1", "PV1");
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

    private SiuS12() {}

    static void map(V2Message message, Translation translation) {
        var segment = message.first("SCH").orElse(null);
        var key = segment == null ? null : SchToAppointment.key(segment, translation);
        if (segment == null || key == null) {
            translation.error(
                    "required", "SCH-2", "No appointment number in SCH-2 or SCH-1: nobody can find it again.");
            return;
        }
        var subject = message.has("PID") ? Subject.mention(message, translation) : null;
        var sch = translation.read(segment);
        var appointment = SchToAppointment.map(sch, key, translation);
        if (subject != null) {
            appointment
                    .getParticipant()
                    .add(
                            0,
                            new AppointmentParticipantComponent()
                                    .setActor(subject.patient().copy())
                                    .addType(new CodeableConcept()
                                            .addCoding(new Coding(PARTICIPATION, "SBJ", "subject")))
                                    .setStatus(SchToAppointment.participation(appointment)));
        }
        addResources(message, appointment, sch, subject, translation);
        if (!appointment.hasParticipant()) {
            translation.error(
                    "required", "PID", "Neither a patient nor a resource: nobody can say whose appointment this is.");
            return;
        }
        if (!appointment.hasStart()) {
            translation.warn("required", "SCH-11", "No start to the minute in TQ1, SCH-11, AIS, AIG, AIL or AIP.");
        }
        translation.write(appointment);
    }

    private static void addResources(
            V2Message message,
            Appointment appointment,
            SegmentReader sch,
            @Nullable Subject subject,
            Translation translation) {
        var tq1 = message.first("TQ1").map(translation::read).orElse(null);
        var resources = new AixToAppointment(appointment, sch, tq1, translation);
        for (var each : message.segments()) {
            switch (each.name()) {
                case "MSH", "EVN", "SCH", "RGS", "MSA" -> {}
                case "TQ1" -> {
                    if (each.occurrence() > 1) {
                        translation.read(each);
                    }
                }
                case "AIS" -> resources.addAis(translation.read(each));
                case "AIG" -> resources.addAig(translation.read(each));
                case "AIL" -> resources.addAil(translation.read(each));
                case "AIP" -> resources.addAip(translation.read(each));
                case "NTE" -> comment(appointment, each, translation);
                default -> readPatientSegment(each, subject, translation);
            }
        }
        resources.complete(sch.segment().path(11));
    }

    private static void readPatientSegment(V2Segment segment, @Nullable Subject subject, Translation translation) {
        if (segment.name().equals("DG1") && subject != null) {
            Dg1ToCondition.write(translation.read(segment), subject.patientKey(), subject.patient(), null, translation);
        } else if (!PATIENT.contains(segment.name()) || subject == null) {
            translation.read(segment);
        }
    }

    private static void comment(Appointment appointment, V2Segment nte, Translation translation) {
        var note = NteToAnnotation.map(translation.read(nte), translation);
        if (note != null) {
            var before = appointment.hasComment() ? appointment.getComment() + "\n" : "";
            appointment.setComment(before + note.getText());
        }
    }
}
