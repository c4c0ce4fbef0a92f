package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-sch-to-appointment.html">SCH to Appointment</a>. */
public final class SchToAppointment {

    static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private SchToAppointment() {}

    /** {@code system|number}: SCH-2, else SCH-1, with the occurrence of SCH-3; null if there is no number. */
    public static @Nullable String key(V2Segment sch, Translation translation) {
        var filler = EiToIdentifier.key(sch.value(2), "FILL", translation.profile());
        var key = filler != null ? filler : EiToIdentifier.key(sch.value(1), "PLAC", translation.profile());
        var occurrence = sch.raw(3).strip();
        return key == null || occurrence.isEmpty() ? key : key + "|" + occurrence;
    }

    /** The key that the appointment had before the filler gave it a number; null if it has had no other. */
    public static @Nullable String placerKey(V2Segment sch, Translation translation) {
        var filler = EiToIdentifier.key(sch.value(2), "FILL", translation.profile());
        var placer = EiToIdentifier.key(sch.value(1), "PLAC", translation.profile());
        var occurrence = sch.raw(3).strip();
        if (filler == null || placer == null) {
            return null;
        }
        return occurrence.isEmpty() ? placer : placer + "|" + occurrence;
    }

    public static Appointment map(SegmentReader sch, String key, Translation translation) {
        var appointment = identified(sch, key, translation);
        appointment.setStatus(status(sch, translation));
        setReason(appointment, sch, translation);
        addOrders(appointment, sch, 26, translation);
        addPlacerContact(appointment, sch, 12, translation);
        addContact(appointment, sch, 16, new CodeableConcept().setText("filler contact"), translation);
        addEnterer(appointment, sch, 20, translation);
        return appointment;
    }

    /** With the numbers of its first three fields, which SCH and ARQ have in common. */
    static Appointment identified(SegmentReader segment, String key, Translation translation) {
        var appointment = new Appointment();
        appointment.setId(translation.id("Appointment", key));
        for (var field : new int[] {1, 2}) {
            var identifier = EiToIdentifier.map(segment.value(field), field == 1 ? "PLAC" : "FILL", translation);
            if (identifier != null) {
                appointment.addIdentifier(identifier);
            }
        }
        segment.text(3);
        return appointment;
    }

    /** @param first the field of the placer's order number; the filler's is in the next */
    static void addOrders(Appointment appointment, SegmentReader segment, int first, Translation translation) {
        for (var field : new int[] {first, first + 1}) {
            for (var value : segment.values(field)) {
                var order = EiToIdentifier.map(value, field == first ? "PLAC" : "FILL", translation);
                if (order != null) {
                    appointment.addBasedOn(
                            new Reference().setType("ServiceRequest").setIdentifier(order));
                }
            }
        }
    }

    static void addPlacerContact(Appointment appointment, SegmentReader segment, int field, Translation translation) {
        addContact(appointment, segment, field, new CodeableConcept().setText("placer contact"), translation);
    }

    static void addEnterer(Appointment appointment, SegmentReader segment, int field, Translation translation) {
        var enterer =
                new Coding("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "enterer", "Enterer");
        addContact(appointment, segment, field, new CodeableConcept().addCoding(enterer), translation);
    }

    /** SCH-9 to SCH-11; from v2.5 on TQ1 tells better. */
    static ResourceTime time(SegmentReader sch, Translation translation) {
        var duration = ResourceTime.duration(sch.value(9), sch.value(10), translation);
        var tq = sch.value(11);
        if (tq == null) {
            return ResourceTime.of(null, null, duration);
        }
        var length = duration == null ? ResourceTime.duration(tq.component(3)) : duration;
        return ResourceTime.of(instant(tq.component(4), translation), instant(tq.component(5), translation), length);
    }

    /** How all participants stand to the appointment, unless they say so themselves. */
    public static ParticipationStatus participation(Appointment appointment) {
        return switch (appointment.getStatus()) {
            case CANCELLED, ENTEREDINERROR -> ParticipationStatus.DECLINED;
            case PENDING, PROPOSED, WAITLIST -> ParticipationStatus.NEEDSACTION;
            default -> ParticipationStatus.ACCEPTED;
        };
    }

    /** The status that AIS-10 tells where SCH-25 tells none, unless the event says it. */
    static @Nullable AppointmentStatus serviceStatus(@Nullable V2Value value, Translation translation) {
        var byEvent = CodeTable.of("HL70003-AppointmentStatus")
                .get(translation.event().code());
        var code = value == null ? null : value.component(1);
        var told = code == null ? null : CodeTable.of("HL70278").get(code);
        var isSaid = byEvent != null && "event".equals(byEvent.system());
        return told == null || isSaid ? null : AppointmentStatus.fromCode(told.target());
    }

    /** Cancellation, deletion and no-show are what the event says; otherwise SCH-25 knows better. */
    private static AppointmentStatus status(SegmentReader sch, Translation translation) {
        var byEvent = CodeTable.of("HL70003-AppointmentStatus")
                .get(translation.event().code());
        var value = sch.value(25);
        var code = value == null ? null : value.component(1);
        var bySender = code == null ? null : CodeTable.of("HL70278").get(code);
        if (value != null && value.component(2) != null && bySender == null) {
            bySender = CodeTable.of("HL70278").get(String.valueOf(value.component(2)));
        }
        if (code != null && bySender == null) {
            translation.warn("code-invalid", sch.segment().path(25), "Not a status of table 0278; the event decides.");
        }
        if (byEvent != null && (bySender == null || "event".equals(byEvent.system()))) {
            return AppointmentStatus.fromCode(byEvent.target());
        }
        return bySender == null ? AppointmentStatus.BOOKED : AppointmentStatus.fromCode(bySender.target());
    }

    /** Why it is and of which type: fields 6 to 8, of SCH as of ARQ. */
    static void setReason(Appointment appointment, SegmentReader sch, Translation translation) {
        appointment.setAppointmentType(CweToCodeableConcept.map(sch.value(8), TABLE + "0277", translation));
        var event = ReadableConcept.map(sch.value(6), translation);
        var isCancelled = appointment.getStatus() == AppointmentStatus.CANCELLED;
        var isMissed = appointment.getStatus() == AppointmentStatus.NOSHOW;
        if (event != null && isCancelled) {
            appointment.setCancelationReason(event);
        } else if (event != null && isMissed) {
            // R4 misspells the status in the rule that would allow a cancelationReason (app-4).
            var code = event.getCodingFirstRep().getCode();
            appointment.setComment(event.hasText() ? event.getText() : code);
        }
        for (var value : sch.values(7)) {
            addReason(appointment, value, translation);
        }
        if (event != null && !isCancelled && !isMissed && !appointment.hasReasonCode()) {
            appointment.addReasonCode(event);
        }
    }

    /** A code of table 0276 is told in SNOMED CT, too; one of table 0277 is the type, which many senders put there. */
    private static void addReason(Appointment appointment, V2Value value, Translation translation) {
        var reason = ReadableConcept.map(value, translation);
        if (reason == null) {
            return;
        }
        var coding = reason.getCodingFirstRep();
        if (coding.hasSystem() && coding.getSystem().equals(TABLE + "0277")) {
            if (!appointment.hasAppointmentType()) {
                appointment.setAppointmentType(reason);
                return;
            }
        }
        var isOfTable =
                coding.hasCode() && (!coding.hasSystem() || coding.getSystem().equals(TABLE + "0276"));
        var known = isOfTable ? CodeTable.of("HL70276").get(coding.getCode()) : null;
        if (known != null) {
            coding.setSystem(TABLE + "0276");
            if (!known.target().isEmpty()) {
                reason.getCoding().add(0, known.toCoding());
            }
        }
        appointment.addReasonCode(reason);
    }

    private static void addContact(
            Appointment appointment, SegmentReader sch, int field, CodeableConcept type, Translation translation) {
        for (var value : sch.values(field)) {
            var person = XcnToPractitioner.map(value, translation);
            if (person != null) {
                appointment.addParticipant().addType(type).setActor(person).setStatus(participation(appointment));
            }
        }
    }

    private static @Nullable InstantType instant(@Nullable String text, Translation translation) {
        var time = text == null
                ? null
                : TsToDateTime.parse(text, translation.profile().zone());
        return time == null || time.getValueAsString().length() < 19 ? null : new InstantType(time.getValueAsString());
    }
}
