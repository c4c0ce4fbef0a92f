package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.ccda.xml.CdaElement;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressType;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#cda-addr--fhir-address">CDA addr to Address</a>. */
public final class AdToAddress {

    private AdToAddress() {}

    /** Null if the address says nothing. */
    public static @Nullable Address map(CdaElement address, CdaTranslation translation) {
        var mapped = new Address();
        var street = new StringBuilder();
        for (var part : address.children()) {
            var words = NarrativeText.words(part);
            if (words != null) {
                add(mapped, part.name(), words, street);
            }
        }
        if (!street.isEmpty()) {
            mapped.addLine(street.toString());
        }
        // Words beside the parts stand in front of them; commas between the parts say nothing.
        if (address.ownText().chars().anyMatch(Character::isLetterOrDigit)) {
            mapped.setText(NarrativeText.words(address));
        }
        if (mapped.isEmpty()) {
            return null;
        }
        var use = Uses.first("AddressUse", address.attribute("use"));
        if (use != null) {
            mapped.setUse(AddressUse.fromCode(use));
        }
        if (address.has("use", "PST")) {
            mapped.setType(AddressType.POSTAL);
        } else if (address.has("use", "PHYS")) {
            mapped.setType(AddressType.PHYSICAL);
        }
        mapped.setPeriod(IvlTsToPeriod.map(address.child("useablePeriod"), translation));
        return mapped;
    }

    private static void add(Address address, String part, String words, StringBuilder street) {
        switch (part) {
            case "streetAddressLine", "additionalLocator", "deliveryAddressLine" -> address.addLine(words);
            case "city" -> address.setCity(words);
            case "state" -> address.setState(words);
            case "postalCode" -> address.setPostalCode(words);
            case "country" -> address.setCountry(words);
            case "county" -> address.setDistrict(words);
            case "houseNumber", "streetName", "streetNameBase", "streetNameType", "direction", "unitType", "unitID" ->
                street.append(street.isEmpty() ? "" : " ").append(words);
            default -> {}
        }
    }
}
