package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.jspecify.annotations.Nullable;

/**
 * PV1-3, PV1-6, PV1-11, PV1-42 and PV1-43 to Encounter.location: where the patient is, was, is for a while, and is expected. Needs the
 * encounter's class, status and period.
 */
final class PlToEncounterLocation {

    private final Encounter encounter;
    private final SegmentReader pv1;
    private final VisitEvent event;
    private final Translation translation;

    private PlToEncounterLocation(Encounter encounter, SegmentReader pv1, VisitEvent event, Translation translation) {
        this.encounter = encounter;
        this.pv1 = pv1;
        this.event = event;
        this.translation = translation;
    }

    static void add(Encounter encounter, SegmentReader pv1, VisitEvent event, Translation translation) {
        var locations = new PlToEncounterLocation(encounter, pv1, event, translation);
        locations.add(3, locations.statusOfCurrent());
        locations.add(11, locations.statusOfCurrent());
        locations.add(6, EncounterLocationStatus.COMPLETED);
        locations.add(43, EncounterLocationStatus.COMPLETED);
        locations.add(42, EncounterLocationStatus.RESERVED);
    }

    private void add(int field, EncounterLocationStatus status) {
        var reference = PlToLocation.map(pv1.value(field), field == 3 ? bedStatus() : null, translation);
        if (reference == null || isListed(reference.getReference())) {
            return;
        }
        if (field == 6 && event.returns()) {
            // The place of the move that did not happen.
            return;
        }
        var location = encounter.addLocation().setLocation(reference).setStatus(status);
        var occurred = translation.event().occurred();
        if (field == 3 && event.arrives() && status == EncounterLocationStatus.ACTIVE) {
            location.getPeriod().setStartElement(arrival(occurred));
        } else if (field == 6 && event.arrives() && occurred != null) {
            location.getPeriod().setEndElement(occurred.copy());
        } else if (field == 3
                && encounter.getStatus() == EncounterStatus.FINISHED
                && encounter.getPeriod().hasEnd()) {
            location.getPeriod()
                    .setEndElement(encounter.getPeriod().getEndElement().copy());
        }
        if (!location.getPeriod().hasStart() && !location.getPeriod().hasEnd()) {
            location.setPeriod(null);
        }
    }

    /** PV1-40 is of the room or the bed; of a ward alone it would say nothing true. */
    private @Nullable Coding bedStatus() {
        var place = pv1.value(3);
        var code = place != null && (place.isValued(2) || place.isValued(3)) ? pv1.text(40) : null;
        var entry = code == null ? null : CodeTable.of("HL70116").get(code);
        return entry == null ? null : entry.toCoding();
    }

    private @Nullable DateTimeType arrival(@Nullable DateTimeType occurred) {
        var start = encounter.getPeriod().getStartElement();
        var time = event.begins() && encounter.getPeriod().hasStart() ? start : occurred;
        return time == null ? null : time.copy();
    }

    private EncounterLocationStatus statusOfCurrent() {
        if (encounter.getStatus() == EncounterStatus.FINISHED) {
            return EncounterLocationStatus.COMPLETED;
        }
        return event.isExpected()
                        || encounter.getStatus() == EncounterStatus.PLANNED
                        || "PRENC".equals(encounter.getClass_().getCode())
                ? EncounterLocationStatus.PLANNED
                : EncounterLocationStatus.ACTIVE;
    }

    private boolean isListed(String reference) {
        return encounter.getLocation().stream()
                .anyMatch(location -> reference.equals(location.getLocation().getReference()));
    }
}
