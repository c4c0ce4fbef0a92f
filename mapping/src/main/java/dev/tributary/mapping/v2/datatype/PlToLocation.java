package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Location.LocationMode;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-pl-to-location.html">PL to Location</a>: the innermost place that
 * is named, with its ward, room and bed in its name and its facility as managing organization.
 */
public final class PlToLocation {

    private static final String PHYSICAL_TYPE = "http://terminology.hl7.org/CodeSystem/location-physical-type";

    private PlToLocation() {}

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
        var parts = new ArrayList<String>();
        add(parts, value.component(1));
        add(parts, value.component(2));
        add(parts, value.component(3));
        var building = value.component(7);
        var floor = value.component(8);
        var description = value.component(9);
        var facility = XonToOrganization.ofHd(value, 4, translation);
        if (parts.isEmpty()) {
            add(parts, building);
            add(parts, floor);
            add(parts, description);
        }
        if (parts.isEmpty()) {
            return null;
        }
        var location = new Location()
                .setMode(LocationMode.INSTANCE)
                .setName(String.join(" ", parts))
                .setDescription(description);
        location.setOperationalStatus(operational);
        setPhysicalType(location, value);
        if (facility != null) {
            location.setManagingOrganization(facility);
        }
        location.setId(translation.id("Location", key(value, building, floor, parts)));
        return translation.write(location).setDisplay(location.getName());
    }

    /** DLD, where a patient was discharged to; null if it does not say. */
    public static @Nullable Reference discharge(@Nullable V2Value value, Translation translation) {
        var code = value == null ? null : value.component(1);
        if (value == null || code == null) {
            return null;
        }
        var text = value.component(1, 2);
        var name = text == null ? code : text;
        value.component(2); // when it became valid
        var location = new Location().setMode(LocationMode.INSTANCE).setName(name);
        location.setId(translation.id("Location", "discharge|" + NormalName.of(name)));
        return translation.write(location).setDisplay(name);
    }

    /** Ward, room and bed do not fall together with another combination that reads alike. */
    private static String key(V2Value value, @Nullable String building, @Nullable String floor, List<String> parts) {
        var key = new StringBuilder();
        for (var component : new int[] {4, 1, 2, 3}) {
            var text = value.component(component);
            key.append(text == null ? "" : NormalName.of(text)).append('|');
        }
        key.append(building == null ? "" : NormalName.of(building)).append('|');
        key.append(floor == null ? "" : NormalName.of(floor));
        return value.component(1) == null && value.component(2) == null && value.component(3) == null
                ? key.append('|').append(NormalName.of(String.join(" ", parts))).toString()
                : key.toString();
    }

    private static void setPhysicalType(Location location, V2Value value) {
        value.component(6);
        if (value.isValued(3)) {
            location.setPhysicalType(type("bd", "Bed"));
        } else if (value.isValued(2)) {
            location.setPhysicalType(type("ro", "Room"));
        } else if (value.isValued(1)) {
            location.setPhysicalType(type("wa", "Ward"));
        }
    }

    private static CodeableConcept type(String code, String display) {
        return new CodeableConcept().addCoding(new Coding(PHYSICAL_TYPE, code, display));
    }

    private static void add(List<String> parts, @Nullable String part) {
        if (part != null) {
            parts.add(part);
        }
    }
}
