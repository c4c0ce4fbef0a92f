package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The resources of an appointment, after HL7's maps of
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-ais-to-appointment.html">AIS</a>,
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-aig-to-appointment.html">AIG</a>,
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-ail-to-appointment.html">AIL</a> and
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-aip-to-appointment.html">AIP</a>, and what all of them say of its time.
 */
public final class AixToAppointment {

    private static final String DELETE = "D";

    private final Appointment appointment;
    private final Translation translation;
    private final boolean isStatusOpen;
    private ResourceTime time;

    private AixToAppointment(
            Appointment appointment, boolean isStatusOpen, ResourceTime time, Translation translation) {
        this.appointment = appointment;
        this.isStatusOpen = isStatusOpen;
        this.translation = translation;
        this.time = time;
    }

    /** @param tq1 null if there is none */
    public static AixToAppointment of(
            Appointment appointment, SegmentReader sch, @Nullable SegmentReader tq1, Translation translation) {
        var told = tq1 == null ? ResourceTime.UNKNOWN : time(tq1, translation);
        var time = told.or(SchToAppointment.time(sch, translation));
        return new AixToAppointment(appointment, sch.value(25) == null, time, translation);
    }

    /** The resources that somebody asks for. */
    public static AixToAppointment ofRequest(Appointment appointment, SegmentReader arq, Translation translation) {
        return new AixToAppointment(appointment, false, ArqToAppointment.time(arq, translation), translation);
    }

    static ResourceTime time(SegmentReader tq1, Translation translation) {
        tq1.ignore(1);
        return ResourceTime.of(
                TsToDateTime.instant(tq1.value(7), translation), TsToDateTime.instant(tq1.value(8), translation), null);
    }

    /** The service, and when it begins. */
    public void addAis(SegmentReader ais) {
        ais.ignore(1);
        var isDeleted = DELETE.equals(ais.text(2));
        var service = CweToCodeableConcept.map(ais.value(3), translation);
        note(ais, 4);
        if (service != null && !isDeleted) {
            appointment.addServiceType(service);
        }
        var status = isStatusOpen && !isDeleted ? SchToAppointment.serviceStatus(ais.value(10), translation) : null;
        if (status != null) {
            appointment.setStatus(status);
        }
    }

    /** Equipment and other things: FHIR knows them by number and name. */
    public void addAig(SegmentReader aig) {
        aig.ignore(1);
        var resource = CweToCodeableConcept.map(aig.value(3), translation);
        var type = CweToCodeableConcept.map(aig.value(4), translation);
        if (resource == null) {
            note(aig, 8);
            return;
        }
        add(aig, thing(resource), type, 8, 14);
    }

    /** Equipment by its number and name. */
    static Reference thing(CodeableConcept resource) {
        var coding = resource.getCodingFirstRep();
        var actor = new Reference().setDisplay(resource.hasText() ? resource.getText() : coding.getCode());
        if (coding.hasCode()) {
            actor.setIdentifier(new Identifier().setSystem(coding.getSystem()).setValue(coding.getCode()));
        }
        return actor;
    }

    public void addAil(SegmentReader ail) {
        ail.ignore(1);
        var place = PlToLocation.map(ail.value(3), translation);
        var type = CweToCodeableConcept.map(ail.value(4), "http://terminology.hl7.org/CodeSystem/v2-0305", translation);
        if (place == null) {
            note(ail, 6);
            return;
        }
        add(ail, place, type, 6, 12);
    }

    public void addAip(SegmentReader aip) {
        aip.ignore(1);
        var type = CweToCodeableConcept.map(aip.value(4), translation);
        var time = note(aip, 6);
        for (var value : aip.values(3)) {
            var person = XcnToPractitioner.map(value, translation);
            if (person != null) {
                add(aip, person, type, time, 12);
            }
        }
    }

    /** Takes what was told of the time for a wish: a proposal has no time of its own. */
    public void request() {
        var wish = time.period();
        if (wish != null && !appointment.hasRequestedPeriod()) {
            appointment.addRequestedPeriod(wish);
        }
        var duration = time.duration();
        if (duration != null && duration.toMinutes() > 0) {
            appointment.setMinutesDuration((int) duration.toMinutes());
        }
    }

    /** Sets start, end and duration from whatever told them first: TQ1, SCH, AIS, then the other resources. */
    public void complete(String path) {
        var start = time.start();
        var duration = time.duration();
        if (start == null) {
            if (duration != null && duration.toMinutes() > 0) {
                appointment.setMinutesDuration((int) duration.toMinutes());
            }
            return;
        }
        var end = time.end();
        if (end == null) {
            translation.inform(
                    "required", path, "Neither end nor duration: FHIR demands an end, it is taken for the start.");
            end = start.copy();
        }
        appointment.setStartElement(start.copy());
        appointment.setEndElement(end);
        var minutes = (end.getValue().getTime() - start.getValue().getTime()) / 60_000;
        if (minutes > 0 && minutes <= Integer.MAX_VALUE) {
            appointment.setMinutesDuration((int) minutes);
        }
    }

    private void add(SegmentReader segment, Reference actor, @Nullable CodeableConcept type, int start, int status) {
        add(segment, actor, type, note(segment, start), status);
    }

    private void add(
            SegmentReader segment, Reference actor, @Nullable CodeableConcept type, ResourceTime own, int status) {
        var participation = participation(segment, status);
        if (DELETE.equals(segment.text(2))) {
            return;
        }
        var participant = appointment.addParticipant().setActor(actor).setStatus(participation);
        if (type != null) {
            participant.addType(type);
        }
        var period = own.period();
        if (period != null) {
            participant.setPeriod(period);
        }
    }

    private ResourceTime note(SegmentReader segment, int start) {
        var own = ResourceTime.of(segment, start, time, translation);
        time = time.or(own);
        return own;
    }

    private ParticipationStatus participation(SegmentReader segment, int field) {
        var code = segment.text(field);
        var entry = code == null
                ? null
                : CodeTable.of("HL70278-ParticipationStatus").get(code);
        return entry == null
                ? SchToAppointment.participation(appointment)
                : ParticipationStatus.fromCode(entry.target());
    }
}
