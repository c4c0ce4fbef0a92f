package dev.tributary.subscriptions.events;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Reference;

/**
 * Where a patient lies, at the level that makes a move a transfer: the ward (PV1-3.1, point of care).
 *
 * <p>The mapping makes one Location per PL value and writes {@code point of care / room / bed} as the reference's display, so two
 * beds of one ward are two references whose displays begin alike. A ward is therefore the display up to the first
 * slash, regardless of case; without a display it is the reference itself. Where either side is unknown nothing
 * is said to have moved: a transfer told wrongly costs more trust than one not told. A change of facility is seen by
 * {@code Encounter.serviceProvider}, not here.
 */
final class Ward {

    private Ward() {}

    /** Whether both encounters name a ward and the two differ. */
    static boolean changed(Encounter before, Encounter after) {
        Optional<Reference> from = current(before);
        Optional<Reference> to = current(after);
        return from.isPresent() && to.isPresent() && differs(from.get(), to.get());
    }

    private static boolean differs(Reference from, Reference to) {
        if (from.hasReference() && from.getReference().equals(to.getReference())) {
            return false;
        }
        if (from.hasDisplay() && to.hasDisplay()) {
            return !ward(from).equals(ward(to));
        }
        return from.hasReference() && to.hasReference();
    }

    /** What people call the ward, in lower case; empty if it has no name. */
    static String name(Reference location) {
        return location.hasDisplay() ? ward(location).toLowerCase(Locale.ROOT) : "";
    }

    private static String ward(Reference location) {
        return location.getDisplay().split("/", 2)[0].strip().toUpperCase(Locale.ROOT);
    }

    /** The location that is active; failing that, the last one that is neither planned, reserved nor ended. */
    private static Optional<Reference> current(Encounter encounter) {
        List<EncounterLocationComponent> locations = encounter.getLocation();
        Optional<Reference> active = locations.stream()
                .filter(l -> l.getStatus() == EncounterLocationStatus.ACTIVE)
                .map(EncounterLocationComponent::getLocation)
                .reduce((first, second) -> second);
        return active.or(() -> locations.stream()
                .filter(l -> !l.hasStatus() && !l.getPeriod().hasEnd())
                .map(EncounterLocationComponent::getLocation)
                .reduce((first, second) -> second));
    }
}
