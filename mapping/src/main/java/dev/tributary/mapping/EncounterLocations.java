package dev.tributary.mapping;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** Where a patient was in the course of a visit: a statement tells of one or two places, the record keeps all of them. */
final class EncounterLocations {

    private EncounterLocations() {}

    /** Adds to the places of a statement those that were known before, as they are after it. */
    static void carry(Encounter incoming, Encounter existing, Set<String> cleared) {
        if (cleared.contains("location")) {
            return;
        }
        var isTakenBack = cleared.contains("location.active");
        // Of a visit that is over, a place that is named is where the patient was, not where he came again.
        var goesOn = isTakenBack || EncounterMerge.isOver(existing);
        if (isTakenBack && !incoming.hasLocation()) {
            reopen(existing);
        }
        var stated = List.copyOf(incoming.getLocation());
        var current = current(incoming);
        for (var previous : existing.getLocation()) {
            var same = stated.stream()
                    .filter(each -> isSame(each, previous, existing, goesOn))
                    .findFirst()
                    .orElse(null);
            if (same != null) {
                carryPeriod(same, previous, goesOn);
            } else if (stays(previous, current, cleared) && !isTakenBackLate(previous, existing, cleared)) {
                if (current != null) {
                    leave(previous, departure(current));
                }
                incoming.addLocation(previous);
            }
        }
    }

    /** Nobody is anywhere in a visit that is over or never was, or expected anywhere. */
    static void end(Encounter encounter) {
        encounter
                .getLocation()
                .removeIf(location -> location.getStatus() == EncounterLocationStatus.RESERVED
                        || location.getStatus() == EncounterLocationStatus.PLANNED);
        for (var location : encounter.getLocation()) {
            leave(location, encounter.getPeriod());
        }
    }

    /** A discharge is taken back by a message that names no place: the patient is where the discharge found him. */
    private static void reopen(Encounter existing) {
        var end = existing.getPeriod().getEndElement();
        for (var location : existing.getLocation()) {
            if (location.getStatus() == EncounterLocationStatus.COMPLETED
                    && location.getPeriod().hasEnd()
                    && end.hasValue()
                    && isSameTime(location.getPeriod().getEndElement(), end)) {
                location.setStatus(EncounterLocationStatus.ACTIVE);
                location.getPeriod().setEnd(null);
            }
        }
    }

    /** A place that the patient left and comes to again is told twice. */
    private static boolean isSame(
            EncounterLocationComponent stated,
            EncounterLocationComponent previous,
            Encounter existing,
            boolean goesOn) {
        if (!Objects.equals(reference(stated), reference(previous))) {
            return false;
        }
        var isComingBack = stated.getStatus() == EncounterLocationStatus.ACTIVE
                && previous.getStatus() == EncounterLocationStatus.COMPLETED;
        if (isComingBack && !goesOn) {
            var start = stated.getPeriod().getStart();
            var end = previous.getPeriod().getEnd();
            return start != null && end != null && end.after(start);
        }
        return previous == lastStay(existing, reference(previous));
    }

    /** The stay in that place that goes on, else the last one. */
    private static @Nullable EncounterLocationComponent lastStay(Encounter existing, @Nullable String reference) {
        EncounterLocationComponent last = null;
        for (var each : existing.getLocation()) {
            if (Objects.equals(reference, reference(each)) && (last == null || isLater(each, last))) {
                last = each;
            }
        }
        return last;
    }

    private static boolean isLater(EncounterLocationComponent one, EncounterLocationComponent other) {
        var isOpen = one.getStatus() != EncounterLocationStatus.COMPLETED;
        var otherIsOpen = other.getStatus() != EncounterLocationStatus.COMPLETED;
        if (isOpen != otherIsOpen) {
            return isOpen;
        }
        var end = one.getPeriod().getEnd();
        var otherEnd = other.getPeriod().getEnd();
        return end != null && otherEnd != null && end.after(otherEnd);
    }

    private static boolean stays(
            EncounterLocationComponent previous, @Nullable EncounterLocationComponent current, Set<String> cleared) {
        return switch (previous.getStatus() == null ? EncounterLocationStatus.NULL : previous.getStatus()) {
            case ACTIVE -> !cleared.contains("location.active") || current == null;
            case RESERVED, PLANNED ->
                !cleared.contains("location.reserved")
                        && (current == null || !current.getPeriod().hasStart());
            default -> true;
        };
    }

    /** A transfer that is taken back after the discharge: where the patient then was till the end, he never was. */
    private static boolean isTakenBackLate(
            EncounterLocationComponent previous, Encounter existing, Set<String> cleared) {
        return cleared.contains("location.active")
                && !cleared.contains("period.end")
                && EncounterMerge.isOver(existing)
                && previous.getPeriod().hasEnd()
                && isSameTime(
                        previous.getPeriod().getEndElement(),
                        existing.getPeriod().getEndElement());
    }

    private static void carryPeriod(
            EncounterLocationComponent same, EncounterLocationComponent previous, boolean goesOn) {
        var isActive = same.getStatus() == EncounterLocationStatus.ACTIVE;
        var wasActive = previous.getStatus() == EncounterLocationStatus.ACTIVE;
        if (!same.getPeriod().hasStart() && previous.getPeriod().hasStart() && (wasActive || !isActive || goesOn)) {
            same.getPeriod().setStartElement(previous.getPeriod().getStartElement());
        }
        if (!same.getPeriod().hasEnd() && previous.getPeriod().hasEnd() && !isActive) {
            same.getPeriod().setEndElement(previous.getPeriod().getEndElement());
        }
    }

    /** Where the statement says that the patient is, or was at the end; null if it does not say. */
    private static @Nullable EncounterLocationComponent current(Encounter incoming) {
        return incoming.getLocation().stream()
                .filter(location -> location.getStatus() == EncounterLocationStatus.ACTIVE
                        || location.getStatus() == EncounterLocationStatus.COMPLETED)
                .findFirst()
                .orElse(null);
    }

    private static Period departure(EncounterLocationComponent current) {
        var departure = new Period();
        if (current.getStatus() == EncounterLocationStatus.ACTIVE
                && current.getPeriod().hasStart()) {
            departure.setEndElement(current.getPeriod().getStartElement().copy());
        }
        return departure;
    }

    private static void leave(EncounterLocationComponent location, Period until) {
        if (location.getStatus() == EncounterLocationStatus.ACTIVE) {
            location.setStatus(EncounterLocationStatus.COMPLETED);
            if (!location.getPeriod().hasEnd() && until.hasEnd()) {
                location.getPeriod().setEndElement(until.getEndElement().copy());
            }
        }
    }

    private static boolean isSameTime(DateTimeType one, DateTimeType other) {
        return one.getValue() != null && one.getValue().equals(other.getValue());
    }

    private static @Nullable String reference(EncounterLocationComponent location) {
        return location.getLocation().getReference();
    }
}
