package dev.tributary.mapping;

import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** What is special about an Encounter in {@link ElementMerge}: its status, period, stay and places have a history. */
final class EncounterMerge {

    private static final String NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";

    private EncounterMerge() {}

    static void carryForward(Encounter incoming, Encounter existing, Set<String> cleared) {
        if (!incoming.hasStatus() || incoming.getStatus() == EncounterStatus.UNKNOWN) {
            incoming.setStatus(existing.getStatus());
        }
        if (existing.hasPeriod()) {
            var period = incoming.hasPeriod() ? incoming.getPeriod() : new Period();
            ElementMerge.fillAbsent(period, existing.getPeriod(), "period.", cleared);
            incoming.setPeriod(period.isEmpty() ? null : period);
            existing.setPeriod(null);
        }
        if (existing.hasHospitalization()) {
            var stay = incoming.hasHospitalization()
                    ? incoming.getHospitalization()
                    : new EncounterHospitalizationComponent();
            ElementMerge.fillAbsent(stay, existing.getHospitalization(), "hospitalization.", cleared);
            incoming.setHospitalization(stay.isEmpty() ? null : stay);
            existing.setHospitalization(null);
        }
        if (!cleared.contains("location")) {
            carryLocations(incoming, existing);
        }
    }

    /** Gives a new or merged Encounter what FHIR demands and what follows from its other elements. */
    static void complete(Encounter encounter) {
        if (!encounter.hasClass_()) {
            encounter.setClass_(new Coding(NULL_FLAVOR, "UNK", "unknown"));
        }
        if (!encounter.hasStatus() || encounter.getStatus() == EncounterStatus.UNKNOWN) {
            encounter.setStatus(status(encounter));
        }
        if (encounter.getStatus() == EncounterStatus.FINISHED) {
            for (var location : encounter.getLocation()) {
                leave(location, encounter.getPeriod());
            }
        }
    }

    static void fillGaps(Encounter existing, Encounter late) {
        if (late.getPeriod().hasStart() && !existing.getPeriod().hasStart() && startsInTime(existing, late)) {
            existing.getPeriod().setStartElement(late.getPeriod().getStartElement());
        }
        if (late.hasClass_()
                && (!existing.hasClass_()
                        || NULL_FLAVOR.equals(existing.getClass_().getSystem()))) {
            existing.setClass_(late.getClass_());
        }
        if (!existing.hasType()) {
            existing.setType(late.getType());
        }
        if (!existing.getHospitalization().hasAdmitSource()
                && late.getHospitalization().hasAdmitSource()) {
            existing.getHospitalization()
                    .setAdmitSource(late.getHospitalization().getAdmitSource());
        }
        if (!existing.hasParticipant()) {
            existing.setParticipant(late.getParticipant());
        }
        if (!existing.hasReasonCode()) {
            existing.setReasonCode(late.getReasonCode());
        }
    }

    private static boolean startsInTime(Encounter existing, Encounter late) {
        return !existing.getPeriod().hasEnd()
                || !late.getPeriod().getStart().after(existing.getPeriod().getEnd());
    }

    /** A visit with a start and no end is under way; of one without either, nobody knows. */
    private static EncounterStatus status(Encounter encounter) {
        if (encounter.getPeriod().hasEnd()) {
            return EncounterStatus.FINISHED;
        }
        if ("PRENC".equals(encounter.getClass_().getCode())) {
            return EncounterStatus.PLANNED;
        }
        return encounter.getPeriod().hasStart() ? EncounterStatus.INPROGRESS : EncounterStatus.UNKNOWN;
    }

    private static void carryLocations(Encounter incoming, Encounter existing) {
        if (!incoming.hasLocation()) {
            return;
        }
        var arrival = arrival(incoming);
        for (var previous : existing.getLocation()) {
            var same = find(incoming, previous);
            if (same != null) {
                carryPeriod(same, previous);
            } else {
                if (arrival != null) {
                    leave(previous, arrival);
                }
                incoming.addLocation(previous);
            }
        }
    }

    private static void carryPeriod(EncounterLocationComponent same, EncounterLocationComponent previous) {
        var isActive = same.getStatus() == EncounterLocationStatus.ACTIVE;
        var wasActive = previous.getStatus() == EncounterLocationStatus.ACTIVE;
        if (!same.getPeriod().hasStart() && previous.getPeriod().hasStart() && (wasActive || !isActive)) {
            same.getPeriod().setStartElement(previous.getPeriod().getStartElement());
        }
        if (!same.getPeriod().hasEnd() && previous.getPeriod().hasEnd() && !isActive) {
            same.getPeriod().setEndElement(previous.getPeriod().getEndElement());
        }
    }

    /** When the patient came to the place where the statement says he is now; null if it does not say that he is anywhere. */
    private static @Nullable Period arrival(Encounter incoming) {
        return incoming.getLocation().stream()
                .filter(location -> location.getStatus() == EncounterLocationStatus.ACTIVE
                        || location.getStatus() == EncounterLocationStatus.COMPLETED)
                .map(location -> {
                    var departure = new Period();
                    if (location.getStatus() == EncounterLocationStatus.ACTIVE
                            && location.getPeriod().hasStart()) {
                        departure.setEndElement(
                                location.getPeriod().getStartElement().copy());
                    }
                    return departure;
                })
                .findFirst()
                .orElse(null);
    }

    private static void leave(EncounterLocationComponent location, Period until) {
        if (location.getStatus() == EncounterLocationStatus.ACTIVE) {
            location.setStatus(EncounterLocationStatus.COMPLETED);
            if (!location.getPeriod().hasEnd() && until.hasEnd()) {
                location.getPeriod().setEndElement(until.getEndElement().copy());
            }
        }
    }

    private static @Nullable EncounterLocationComponent find(Encounter encounter, EncounterLocationComponent wanted) {
        return encounter.getLocation().stream()
                .filter(each -> Objects.equals(
                        each.getLocation().getReference(), wanted.getLocation().getReference()))
                .findFirst()
                .orElse(null);
    }
}
