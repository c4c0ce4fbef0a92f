package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;

/** PV1-3, PV1-6 and PV1-42 to Encounter.location: where the patient is, was last, and is expected. */
final class PlToEncounterLocation {

    private PlToEncounterLocation() {}

    /** Needs the encounter's class, status and period. */
    static void add(Encounter encounter, SegmentReader pv1, Translation translation) {
        add(encounter, pv1, 3, statusOfCurrent(encounter), translation);
        add(encounter, pv1, 6, EncounterLocationStatus.COMPLETED, translation);
        add(encounter, pv1, 42, EncounterLocationStatus.PLANNED, translation);
    }

    private static void add(
            Encounter encounter,
            SegmentReader pv1,
            int field,
            EncounterLocationStatus status,
            Translation translation) {
        var reference = PlToLocation.map(pv1.value(field), translation);
        if (reference == null || isListed(encounter, reference.getReference())) {
            return;
        }
        var location = encounter.addLocation().setLocation(reference).setStatus(status);
        var event = translation.event();
        if (event.occurred() == null) {
            return;
        }
        var isArrival = event.code().equals("A01")
                || event.code().equals("A04")
                || event.code().equals("A02");
        if (field == 3 && isArrival && status == EncounterLocationStatus.ACTIVE) {
            location.getPeriod().setStartElement(arrival(encounter, event.code(), event.occurred()));
        } else if (field == 6 && event.code().equals("A02")) {
            location.getPeriod().setEndElement(event.occurred().copy());
        } else if (field == 3
                && encounter.getStatus() == EncounterStatus.FINISHED
                && encounter.getPeriod().hasEnd()) {
            location.getPeriod()
                    .setEndElement(encounter.getPeriod().getEndElement().copy());
        }
    }

    private static DateTimeType arrival(Encounter encounter, String event, DateTimeType occurred) {
        var isTransfer = event.equals("A02");
        return isTransfer || !encounter.getPeriod().hasStart()
                ? occurred.copy()
                : encounter.getPeriod().getStartElement().copy();
    }

    private static EncounterLocationStatus statusOfCurrent(Encounter encounter) {
        if (encounter.getStatus() == EncounterStatus.FINISHED) {
            return EncounterLocationStatus.COMPLETED;
        }
        return "PRENC".equals(encounter.getClass_().getCode())
                ? EncounterLocationStatus.PLANNED
                : EncounterLocationStatus.ACTIVE;
    }

    private static boolean isListed(Encounter encounter, String reference) {
        return encounter.getLocation().stream()
                .anyMatch(location -> reference.equals(location.getLocation().getReference()));
    }
}
