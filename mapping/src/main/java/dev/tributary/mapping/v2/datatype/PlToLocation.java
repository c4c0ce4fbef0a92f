package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Location.LocationMode;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-pl-to-location.html">PL to Location</a>: the innermost place that
 * is named, part of the next one, up to the building. Each has its own number, a name that tells the whole way to it, and the facility as
 * managing organization.
 */
public final class PlToLocation {

    private static final String PHYSICAL_TYPE = "http://terminology.hl7.org/CodeSystem/location-physical-type";
    private static final String DISCHARGED_TO = "http://terminology.hl7.org/CodeSystem/v2-0113";

    private PlToLocation() {}

    /** From the innermost to the outermost. */
    private enum Level {
        BED(3, "bd", "Bed"),
        ROOM(2, "ro", "Room"),
        POINT_OF_CARE(1, "wa", "Ward"),
        FLOOR(8, "lvl", "Level"),
        BUILDING(7, "bu", "Building");

        private final int component;
        private final String code;
        private final String display;

        Level(int component, String code, String display) {
            this.component = component;
            this.code = code;
            this.display = display;
        }
    }

    /** Writes the location and refers to it; null if nothing of it says where. */
    public static @Nullable Reference map(@Nullable V2Value value, Translation translation) {
        return map(value, null, translation);
    }

    /** @param operational the status of the bed; null if the message does not speak of it */
    public static @Nullable Reference map(
            @Nullable V2Value value, @Nullable Coding operational, Translation translation) {
        if (value == null) {
            return null;
        }
        var facility = XonToOrganization.ofHd(value, 4, translation);
        var description = value.component(9);
        var levels = levels(value);
        if (levels.isEmpty()) {
            return description == null ? null : described(value, description, facility, translation);
        }
        var location = location(value, levels, facility, translation);
        location.setDescription(description);
        location.setOperationalStatus(operational);
        addComprehensive(location, value, translation);
        return write(location, value, levels, facility, translation);
    }

    /** LA2, whose components from the ninth on are an address; null if it names no place inside of a facility. */
    static @Nullable Reference ofLa2(V2Value value, @Nullable Address address, Translation translation) {
        var levels = levels(value);
        if (levels.isEmpty()) {
            return null;
        }
        var facility = XonToOrganization.ofHd(value, 4, translation);
        var location = location(value, levels, facility, translation);
        location.setAddress(address);
        return write(location, value, levels, facility, translation);
    }

    private static Reference write(
            Location location,
            V2Value value,
            List<Level> levels,
            @Nullable Reference facility,
            Translation translation) {
        if (levels.size() > 1) {
            location.setPartOf(outer(value, levels.subList(1, levels.size()), facility, translation));
        }
        return translation.write(location).setDisplay(location.getName());
    }

    /** DLD, where a patient was discharged to; null if it does not say. */
    public static @Nullable Reference discharge(@Nullable V2Value value, Translation translation) {
        var code = value == null ? null : value.component(1);
        if (value == null || code == null) {
            return null;
        }
        var kind = CweToCodeableConcept.map(value.inner(1), DISCHARGED_TO, translation);
        var name = kind == null || !kind.hasText() ? code : kind.getText();
        var location = new Location().setMode(LocationMode.INSTANCE).setName(name);
        if (kind != null) {
            location.addType(kind);
        }
        location.setId(translation.id("Location", "discharge|" + NormalName.of(name)));
        return translation.write(location).setDisplay(name);
    }

    private static List<Level> levels(V2Value value) {
        var levels = new ArrayList<Level>();
        for (var level : Level.values()) {
            if (value.component(level.component) != null) {
                levels.add(level);
            }
        }
        return levels;
    }

    /** What stands around a place is named in passing. */
    private static Reference outer(
            V2Value value, List<Level> levels, @Nullable Reference facility, Translation translation) {
        var location = location(value, levels, facility, translation);
        if (levels.size() > 1) {
            location.setPartOf(outer(value, levels.subList(1, levels.size()), facility, translation));
        }
        return translation.mention(location).setDisplay(location.getName());
    }

    /** @param levels those that are named, from the place itself outwards */
    private static Location location(
            V2Value value, List<Level> levels, @Nullable Reference facility, Translation translation) {
        var level = levels.get(0);
        var location = new Location().setMode(LocationMode.INSTANCE).setName(name(value, levels));
        // A bed's number is one of its room only: it has no system.
        location.addIdentifier().setValue(value.component(level.component));
        location.setPhysicalType(new CodeableConcept().addCoding(new Coding(PHYSICAL_TYPE, level.code, level.display)));
        if (facility != null) {
            location.setManagingOrganization(facility.copy());
        }
        location.setId(translation.id("Location", key(value, levels)));
        return location;
    }

    /** Ward, room and bed as people say them; building and floor where there is nothing nearer. */
    private static String name(V2Value value, List<Level> levels) {
        var names = new ArrayList<String>();
        for (var i = levels.size() - 1; i >= 0; i--) {
            var isAround = levels.get(i) == Level.BUILDING || levels.get(i) == Level.FLOOR;
            var text = value.component(levels.get(i).component);
            if (text != null && (i == 0 || !isAround || isOuter(levels.get(0)))) {
                names.add(text);
            }
        }
        return String.join(" ", names);
    }

    private static boolean isOuter(Level level) {
        return level == Level.BUILDING || level == Level.FLOOR;
    }

    /** The facility and all places on the way: what reads alike elsewhere is another place. */
    private static String key(V2Value value, List<Level> levels) {
        var key = new StringBuilder();
        var facility = value.component(4);
        key.append(facility == null ? "" : NormalName.of(facility));
        for (var i = levels.size() - 1; i >= 0; i--) {
            var level = levels.get(i);
            key.append('|').append(level.code).append('|').append(NormalName.of(value.component(level.component)));
        }
        return key.toString();
    }

    private static Reference described(
            V2Value value, String description, @Nullable Reference facility, Translation translation) {
        var location = new Location()
                .setMode(LocationMode.INSTANCE)
                .setName(description)
                .setDescription(description);
        if (facility != null) {
            location.setManagingOrganization(facility);
        }
        addComprehensive(location, value, translation);
        location.setId(translation.id("Location", key(value, List.of()) + "|" + NormalName.of(description)));
        return translation.write(location).setDisplay(description);
    }

    /** PL-10, the one number of the whole place; PL-11 is its authority where it has none. */
    private static void addComprehensive(Location location, V2Value value, Translation translation) {
        var number = value.component(10);
        if (number == null) {
            return;
        }
        var of = value.component(10, 2) != null || value.component(10, 3) != null ? 10 : 11;
        var inner = value.inner(of);
        var authority = inner == null
                ? AssigningAuthority.own(translation.profile(), "location")
                : AssigningAuthority.spread(inner, of == 10 ? 2 : 1, translation.profile(), "location")
                        .system();
        location.addIdentifier(new Identifier().setSystem(authority).setValue(number));
    }
}
