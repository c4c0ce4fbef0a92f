package dev.tributary.server.query;

import dev.tributary.server.identity.PatientLookup;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** A person as <a href="https://hl7-definition.caristix.com/v2/HL7v2.5/Segments/PID">PID</a>: identifiers and demographics. */
final class PatientToPid {

    private PatientToPid() {}

    /** @param domains of the identifiers to tell; empty tells all */
    static String segment(Asked asked, Patient person, Set<String> domains, int number) {
        var identifiers = PatientLookup.identifiers(person, domains).stream()
                .map(asked.domains()::cx)
                .toList();
        var names = person.getName().stream().map(name -> name(asked, name)).toList();
        var addresses = person.getAddress().stream()
                .map(address -> address(asked, address))
                .toList();
        var phones = person.getTelecom().stream()
                .filter(telecom -> telecom.getSystem() == ContactPointSystem.PHONE && telecom.hasValue())
                .map(ContactPoint::getValue)
                .map(asked::encoded)
                .toList();
        return asked.segment(
                "PID",
                Integer.toString(number),
                "",
                asked.repetitions(identifiers),
                "",
                asked.repetitions(names),
                "",
                text(person.getBirthDateElement().getValueAsString()).replace("-", ""),
                sex(person),
                "",
                "",
                asked.repetitions(addresses),
                "",
                asked.repetitions(phones));
    }

    private static String name(Asked asked, HumanName name) {
        var given = name.getGiven().stream()
                .map(StringType::getValue)
                .filter(Objects::nonNull)
                .toList();
        return asked.components(
                text(name.getFamily()),
                given.isEmpty() ? "" : given.get(0),
                String.join(" ", given.isEmpty() ? List.of() : given.subList(1, given.size())),
                text(name.getSuffixAsSingleString()),
                text(name.getPrefixAsSingleString()),
                "",
                use(name.getUse()));
    }

    /** Table 0200. */
    private static String use(@Nullable NameUse use) {
        if (use == null) {
            return "L";
        }
        return switch (use) {
            case MAIDEN -> "M";
            case NICKNAME -> "N";
            case ANONYMOUS -> "S";
            case OLD -> "B";
            default -> "L";
        };
    }

    private static String address(Asked asked, Address address) {
        var lines = address.getLine().stream()
                .map(StringType::getValue)
                .filter(Objects::nonNull)
                .toList();
        return asked.components(
                lines.isEmpty() ? text(address.getText()) : lines.get(0),
                String.join(" ", lines.isEmpty() ? List.of() : lines.subList(1, lines.size())),
                text(address.getCity()),
                text(address.getState()),
                text(address.getPostalCode()),
                text(address.getCountry()));
    }

    /** Table 0001. */
    private static String sex(Patient person) {
        if (!person.hasGender()) {
            return "U";
        }
        return switch (person.getGender()) {
            case MALE -> "M";
            case FEMALE -> "F";
            case OTHER -> "O";
            default -> "U";
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
