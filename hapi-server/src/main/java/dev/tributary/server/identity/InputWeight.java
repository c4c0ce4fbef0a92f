package dev.tributary.server.identity;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;

/**
 * Whether a Patient says as much as the profile of <a href="https://hl7.org/fhir/us/identity-matching/">FAST identity matching 2.0.0</a>
 * that it claims (MT-01): the weights are those of the invariants idi-L0 and idi-L1 of these profiles.
 */
final class InputWeight {

    private static final String PROFILE = "http://hl7.org/fhir/us/identity-matching/StructureDefinition/IDI-Patient";
    private static final Set<String> DOCUMENTS = Set.of("PPN", "DL", "STID");
    private static final int DOCUMENT = 5;
    private static final int DOCUMENTS_MOST = 10;
    private static final int CONTACT = 4;
    private static final int CONTACTS = 5;
    private static final int NAME = 3;
    private static final int BIRTH_DATE = 2;

    private InputWeight() {}

    /** Why it is less than claimed; empty if it is enough. */
    static Optional<String> refusal(Patient patient) {
        var needed = patient.getMeta().getProfile().stream()
                .map(profile -> String.valueOf(profile.getValue()).split("\\|", 2)[0])
                .filter(profile -> profile.startsWith(PROFILE))
                .mapToInt(InputWeight::needed)
                .max()
                .orElse(1);
        var weight = of(patient);
        return weight >= needed
                ? Optional.empty()
                : Optional.of("The Patient says too little for the profile that it claims: weight " + weight
                        + ", needed " + needed + ". Add an identity document, a name, a birth date or a contact.");
    }

    private static int needed(String profile) {
        return switch (profile.substring(PROFILE.length())) {
            case "-L0" -> 9;
            case "-L1", "-L2" -> 10;
            default -> 1;
        };
    }

    private static int of(Patient patient) {
        var name = patient.getName().stream().anyMatch(each -> each.hasFamily() && each.hasGiven());
        return Math.min(DOCUMENTS_MOST, (int) documents(patient) * DOCUMENT)
                + contacts(patient)
                + (name ? NAME : 0)
                + (patient.hasBirthDate() ? BIRTH_DATE : 0);
    }

    private static long documents(Patient patient) {
        return patient.getIdentifier().stream()
                .filter(identifier -> identifier.hasValue())
                .filter(identifier -> identifier.getType().getCoding().stream()
                        .anyMatch(coding -> DOCUMENTS.contains(coding.getCode())))
                .count();
    }

    private static int contacts(Patient patient) {
        var other = patient.getIdentifier().stream()
                .anyMatch(identifier -> identifier.hasValue()
                        && identifier.getType().getCoding().stream()
                                .noneMatch(coding -> DOCUMENTS.contains(coding.getCode())));
        var kinds = Stream.of(
                        patient.getAddress().stream().anyMatch(InputWeight::isWhole),
                        other,
                        has(patient, ContactPointSystem.EMAIL),
                        has(patient, ContactPointSystem.PHONE),
                        patient.hasPhoto())
                .filter(there -> there)
                .count();
        return kinds == 0 ? 0 : kinds == 1 ? CONTACT : CONTACTS;
    }

    /** The guide counts a home address; one that does not say what it is for may be that. */
    private static boolean isWhole(Address address) {
        var home = !address.hasUse() || address.getUse() == Address.AddressUse.HOME;
        return home && address.hasLine() && (address.hasPostalCode() || address.hasState() && address.hasCity());
    }

    private static boolean has(Patient patient, ContactPointSystem system) {
        return patient.getTelecom().stream().anyMatch(each -> each.getSystem() == system && each.hasValue());
    }
}
