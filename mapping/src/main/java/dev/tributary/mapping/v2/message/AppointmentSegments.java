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

/** What follows SCH or ARQ: services, resources, comments, and what is told of the patient. */
record AppointmentSegments(
        Appointment appointment,
        AixToAppointment resources,
        @Nullable Subject subject,
        Translation translation) {

    /** Read by whoever maps the appointment itself. */
    private static final Set<String> READ = Set.of("MSH", "EVN", "SCH", "ARQ", "MSA");

    private static final Set<String> PATIENT = Set.of("PID", "PD1", "NK1", "PV1");
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

    /** The patient comes first. */
    static void addPatient(Appointment appointment, @Nullable Subject subject) {
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
    }

    void map(V2Message message) {
        for (var each : message.segments()) {
            switch (each.name()) {
                case "TQ1" -> {
                    if (each.occurrence() > 1) {
                        translation.read(each);
                    }
                }
                case "AIS" -> resources.addAis(translation.read(each));
                case "AIG" -> resources.addAig(translation.read(each));
                case "AIL" -> resources.addAil(translation.read(each));
                case "AIP" -> resources.addAip(translation.read(each));
                case "NTE" -> comment(each);
                case "RGS" -> readGroup(translation.read(each));
                default -> {
                    if (!READ.contains(each.name())) {
                        readPatientSegment(each);
                    }
                }
            }
        }
    }

    private void readPatientSegment(V2Segment segment) {
        if (segment.name().equals("DG1") && subject != null) {
            Dg1ToCondition.write(translation.read(segment), subject.patientKey(), subject.patient(), null, translation);
        } else if (!PATIENT.contains(segment.name()) || subject == null) {
            translation.read(segment);
        }
    }

    /** RGS groups resources, which FHIR does not; that a group is new goes without saying. */
    static void readGroup(SegmentReader rgs) {
        rgs.ignore(1);
        if (rgs.segment().raw(2).strip().equals("A")) {
            rgs.ignore(2);
        }
    }

    private void comment(V2Segment nte) {
        var text = NteToAnnotation.text(translation.read(nte));
        if (text != null) {
            var before = appointment.hasComment() ? appointment.getComment() + "\n" : "";
            appointment.setComment(before + text);
        }
    }
}
