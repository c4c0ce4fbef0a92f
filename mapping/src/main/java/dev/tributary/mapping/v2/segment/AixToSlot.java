package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Schedule;
import org.hl7.fhir.r4.model.Slot;
import org.hl7.fhir.r4.model.Slot.SlotStatus;
import org.jspecify.annotations.Nullable;

/**
 * AIS, AIG, AIL and AIP of a blocked or opened time to Slot, and to the Schedule of the resource. Ours: HL7's guide has no map for S23 and
 * S24; the events are those of <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents/SIU_S23">chapter 10 of HL7 v2</a>.
 *
 * <p>A Slot is known by its resource and its times, so that S24 frees what S23 blocked, whatever number it has.
 */
public final class AixToSlot {

    private final Translation translation;
    private final SlotStatus status;
    private final List<Identifier> numbers = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final @Nullable CodeableConcept kind;
    private final @Nullable CodeableConcept reason;
    private ResourceTime time;
    private @Nullable CodeableConcept service;

    /** @param tq1 null if there is none */
    public AixToSlot(SegmentReader sch, @Nullable SegmentReader tq1, Translation translation) {
        this.translation = translation;
        var entry = CodeTable.of("HL70003-SlotStatus").get(translation.event().code());
        this.status = entry == null ? SlotStatus.BUSYUNAVAILABLE : SlotStatus.fromCode(entry.target());
        this.time = (tq1 == null ? ResourceTime.UNKNOWN : AixToAppointment.time(tq1, translation))
                .or(SchToAppointment.time(sch, translation));
        for (var field : new int[] {1, 2}) {
            var identifier = EiToIdentifier.map(sch.value(field), field == 1 ? "PLAC" : "FILL", translation);
            if (identifier != null) {
                numbers.add(identifier);
            }
        }
        var event = ReadableConcept.map(sch.value(6), translation);
        this.reason = event != null ? event : ReadableConcept.map(sch.value(7), translation);
        this.kind = CweToCodeableConcept.map(sch.value(8), SchToAppointment.TABLE + "0277", translation);
        sch.ignore(25);
    }

    /** The service, and when it would begin; it comes before the resources that it is for. */
    public void addAis(SegmentReader ais) {
        ais.ignore(1, 2, 10);
        service = CweToCodeableConcept.map(ais.value(3), translation);
        time = ResourceTime.of(ais, 4, time, translation).or(time);
    }

    public void addAig(SegmentReader aig) {
        aig.ignore(1, 2, 14);
        var thing = CweToCodeableConcept.map(aig.value(3), translation);
        var actor = thing == null ? null : AixToAppointment.thing(thing);
        add(aig, actor, CweToCodeableConcept.map(aig.value(4), translation), 8);
    }

    public void addAil(SegmentReader ail) {
        ail.ignore(1, 2, 12);
        var type = CweToCodeableConcept.map(ail.value(4), SchToAppointment.TABLE + "0305", translation);
        add(ail, PlToLocation.map(ail.value(3), translation), type, 6);
    }

    public void addAip(SegmentReader aip) {
        aip.ignore(1, 2, 12);
        var role = CweToCodeableConcept.map(aip.value(4), translation);
        for (var value : aip.values(3)) {
            add(aip, XcnToPractitioner.map(value, translation), role, 6);
        }
    }

    /** Adds a comment to what was blocked so far. */
    public void comment(String text) {
        for (var slot : slots) {
            slot.setComment(slot.hasComment() ? slot.getComment() + "\n" + text : text);
        }
    }

    /** Writes all; false if no resource and no time was told. */
    public boolean write() {
        slots.forEach(translation::write);
        return !slots.isEmpty();
    }

    private void add(SegmentReader segment, @Nullable Reference actor, @Nullable CodeableConcept role, int start) {
        var own = ResourceTime.of(segment, start, time, translation).or(time);
        if (actor == null) {
            translation.warn("required", segment.segment().path(3), "No resource: nothing to block.");
            return;
        }
        if (own.start() == null || own.end() == null) {
            translation.warn(
                    "required",
                    segment.segment().path(start),
                    "No begin and end to the minute, neither here nor in SCH-11: nothing to block.");
            return;
        }
        var key = actor.hasReference()
                ? actor.getReference()
                : actor.getIdentifier().getSystem() + "|"
                        + actor.getIdentifier().getValue() + "|" + actor.getDisplay();
        var slot = new Slot()
                .setStatus(status)
                .setSchedule(schedule(key, actor, role))
                .setStartElement(own.start().copy())
                .setEndElement(own.end().copy())
                .setAppointmentType(kind == null ? null : kind.copy());
        slot.setId(translation.id(
                "Slot",
                key + "|" + own.start().getValue().toInstant() + "|"
                        + own.end().getValue().toInstant()));
        numbers.forEach(number -> slot.addIdentifier(number.copy()));
        if (service != null) {
            slot.addServiceType(service.copy());
        }
        if (reason != null) {
            slot.setComment(
                    reason.hasText()
                            ? reason.getText()
                            : reason.getCodingFirstRep().getCode());
        }
        slots.add(slot);
    }

    private Reference schedule(String key, Reference actor, @Nullable CodeableConcept role) {
        var schedule = new Schedule().setActive(true).addActor(actor);
        schedule.setId(translation.id("Schedule", key));
        if (role != null) {
            schedule.addSpecialty(role);
        }
        return translation.mention(schedule);
    }
}
