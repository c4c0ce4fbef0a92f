package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Location.LocationMode;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * LA2 to Location: as PL where a point of care is named, else the facility itself (RXA-11 of the
 * <a href="https://www.cdc.gov/vaccines/programs/iis/technical-guidance/hl7.html">CDC guide</a> names only that).
 */
public final class La2ToLocation {

    private La2ToLocation() {}

    /** Writes the location and refers to it; null if nothing of it says where. */
    public static @Nullable Reference map(@Nullable V2Value value, Translation translation) {
        if (value == null) {
            return null;
        }
        var address = address(value);
        if (value.isValued(1) || value.isValued(2) || value.isValued(3)) {
            return PlToLocation.ofLa2(value, address, translation);
        }
        var facility = XonToOrganization.ofHd(value, 4, translation);
        if (facility == null) {
            return null;
        }
        var name = facility.getDisplay();
        var location =
                new Location().setMode(LocationMode.INSTANCE).setName(name).setManagingOrganization(facility);
        if (address != null) {
            location.setAddress(address);
        }
        location.setId(translation.id("Location", "facility|" + (name == null ? "" : NormalName.of(name))));
        return translation.write(location).setDisplay(name);
    }

    private static @Nullable Address address(V2Value value) {
        var address = new Address();
        for (var line : new int[] {9, 10}) {
            var text = value.component(line);
            if (text != null) {
                address.addLine(text);
            }
        }
        address.setCity(value.component(11));
        address.setState(value.component(12));
        address.setPostalCode(value.component(13));
        address.setCountry(value.component(14));
        return address.isEmpty() ? null : address;
    }
}
