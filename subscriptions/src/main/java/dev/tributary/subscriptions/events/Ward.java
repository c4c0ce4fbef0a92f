package dev.tributary.subscriptions.events;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Where a patient lies, at the level that makes a move a transfer: the ward (PV1-3.1, point of care).
 *
 * <p>A bed or a room that is part of something is in the ward that this leads to, as the mapping has it of HL7 v2. Of one that is part of nothing
 * the name tells, {@code ward room bed}, its physical type saying which of them the last words are; a name with slashes is read to the first. A place of which
 * nothing but the reference is known is a ward of its own. Where either side is unknown nothing is said to have moved: a transfer told wrongly
 * costs more trust than one not told. A change of facility is seen by {@code Encounter.serviceProvider}, not here.
 */
final class Ward {

    private static final String BED = "bd";
    private static final String ROOM = "ro";
    private static final int DEEPEST = 5;

    private Ward() {}

    /**
     * Whether both encounters name a ward and the two differ.
     *
     * @param places gives a Location by its reference; null if it is not known
     */
    static boolean changed(Encounter before, Encounter after, Function<String, @Nullable Resource> places) {
        Optional<Reference> from = current(before);
        Optional<Reference> to = current(after);
        return from.isPresent() && to.isPresent() && differs(from.get(), to.get(), places);
    }

    private static boolean differs(Reference from, Reference to, Function<String, @Nullable Resource> places) {
        if (from.hasReference() && from.getReference().equals(to.getReference())) {
            return false;
        }
        Reference left = ward(from, places);
        Reference reached = ward(to, places);
        if (left.hasDisplay() && reached.hasDisplay()) {
            return !left.getDisplay().equalsIgnoreCase(reached.getDisplay());
        }
        return left.hasReference()
                && reached.hasReference()
                && !left.getReference().equals(reached.getReference());
    }

    /** What people call the ward, in lower case; empty if it has no name. */
    static String name(Reference place, Function<String, @Nullable Resource> places) {
        Reference ward = ward(place, places);
        return ward.hasDisplay() ? ward.getDisplay().toLowerCase(Locale.ROOT) : "";
    }

    /** The ward of a bed or room, with its name as display if it has one. */
    private static Reference ward(Reference place, Function<String, @Nullable Resource> places) {
        Reference at = place;
        Location location = location(at, places);
        for (int depth = 0; depth < DEEPEST && isWithin(location); depth++) {
            at = location.getPartOf();
            location = location(at, places);
        }
        String name = location.hasName() ? location.getName() : at.getDisplay();
        Reference ward = new Reference(at.getReference());
        return name == null || name.isBlank() ? ward : ward.setDisplay(withoutBed(name, kind(location)));
    }

    private static Location location(Reference place, Function<String, @Nullable Resource> places) {
        return place.hasReference() && places.apply(place.getReference()) instanceof Location location
                ? location
                : new Location();
    }

    private static boolean isWithin(Location location) {
        String kind = kind(location);
        return (BED.equals(kind) || ROOM.equals(kind)) && location.getPartOf().hasReference();
    }

    private static String kind(Location location) {
        return String.valueOf(location.getPhysicalType().getCodingFirstRep().getCode());
    }

    private static String withoutBed(String name, String kind) {
        if (name.contains("/")) {
            return name.split("/", 2)[0].strip();
        }
        List<String> words = List.of(name.strip().split("\\s+"));
        int inner = BED.equals(kind) ? 2 : ROOM.equals(kind) ? 1 : 0;
        return String.join(" ", words.subList(0, Math.max(words.size() - inner, 1)));
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
