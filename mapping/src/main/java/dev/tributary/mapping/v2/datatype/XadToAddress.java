package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressType;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-xad-to-address.html">XAD to Address</a>. */
public final class XadToAddress {

    private static final String CENSUS_TRACT = "http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-censusTract";

    private XadToAddress() {}

    /** Null if nothing of it says where. */
    public static @Nullable Address map(V2Value value, Translation translation) {
        var address = new Address();
        addStreet(address, value);
        addLine(address, value.component(2));
        address.setCity(value.component(3));
        address.setState(value.component(4));
        address.setPostalCode(value.component(5));
        address.setCountry(value.component(6));
        address.setDistrict(value.component(9));
        addLine(address, value.component(19));
        if (address.isEmpty()) {
            return null;
        }
        if (address.hasLine() && value.isValued(10)) {
            address.getLine().get(0).addExtension(CENSUS_TRACT, new StringType(value.component(10)));
        }
        setType(address, value, translation);
        var period = DrToPeriod.of(value, 12, 13, translation);
        if (period != null) {
            address.setPeriod(period);
        }
        return address;
    }

    /** SAD: the street as people write it; street name and dwelling number are lines of their own where they stand alone. */
    private static void addStreet(Address address, V2Value value) {
        var street = value.component(1, 1);
        if (street != null) {
            addLine(address, street);
            addLine(address, other(street, value.component(1, 2)));
            addLine(address, other(street, value.component(1, 3)));
        } else {
            addLine(address, value.joined(1));
        }
    }

    /** Null if the street says it already. */
    private static @Nullable String other(String street, @Nullable String part) {
        return part == null || street.contains(part) ? null : part;
    }

    private static void addLine(Address address, @Nullable String line) {
        if (line != null) {
            address.addLine(line);
        }
    }

    private static void setType(Address address, V2Value value, Translation translation) {
        var type = value.component(7);
        if (type == null) {
            return;
        }
        var use = CodeTable.of("HL70190-use").get(type);
        if (use != null) {
            address.setUse(AddressUse.fromCode(use.target()));
        }
        var kind = CodeTable.of("HL70190-type").get(type);
        if (kind != null) {
            address.setType(AddressType.fromCode(kind.target()));
        }
        if (use == null && kind == null) {
            translation.warn(
                    "code-invalid", value.path(7), "No FHIR use or type for this code of table 0190; left out.");
        }
    }
}
