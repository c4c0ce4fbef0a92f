package dev.tributary.server.identity;

import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;

/**
 * Whether a Patient says as much as the profile of <a href="https://hl7.org/fhir/us/identity-matching/">FAST identity matching</a> that it
 * claims (MT-01): the weights are those of the guide's table.
 */
final class InputWeight {

    private static final String PROFILE = "http://hl7.org/fhir/us/identity-matching/StructureDefinition/IDI-Patient";
    private static final Set<String> DOCUMENTS = Set.of("PPN", "DL", "STID");
    private static final int DOCUMENT = 10;
    private static final int CONTACT = 4;
    private static final int NAME = 4;
    private static final int BIRTH_DATE = 2;
    private static final int LEVEL_0 = 9;
    private static final int LEVEL_1 = 10;

    private InputWeight() {}

    /** Why it is less than claimed; empty if it is enough. */
    static Optional<String> refusal(Patient patient) {
        var needed = patient.getMeta().getProfile().stream()
                .map(profile -> String.valueOf(profile.getValue()).split("\\|", 2)[0])
                .filter(profile -> profile.startsWith(PROFILE))
                .mapToInt(profile -> profile.endsWith("-L1") ? LEVEL_1 : profile.endsWith("-L0") ? LEVEL_0 : 1)
                .max()
                .orElse(1);
        var weight = of(patient);
        return weight >= needed
                ? Optional.empty()
                : Optional.of("The Patient says too little for the profile that it claims: weight " + weight
                        + ", needed " + needed + ". Add an identity document, a name, a birth date or a contact.");
    }

    private static int of(Patient patient) {
        var document = patient.getIdentifier().stream()
                .flatMap(identifier -> identifier.getType().getCoding().stream())
                .anyMatch(coding -> DOCUMENTS.contains(coding.getCode()));
        var name = patient.getName().stream().anyMatch(each -> each.hasFamily() && each.hasGiven());
        var contact = patient.getTelecom().stream()
                        .anyMatch(each -> each.hasValue()
                                && (each.getSystem() == ContactPointSystem.PHONE
                                        || each.getSystem() == ContactPointSystem.EMAIL))
                || patient.getAddress().stream()
                        .anyMatch(each -> each.hasLine() && (each.hasPostalCode() || each.hasCity()))
                || patient.hasPhoto()
                || (patient.hasIdentifier() && !document);
        return (document ? DOCUMENT : 0)
                + (contact ? CONTACT : 0)
                + (name ? NAME : 0)
                + (patient.hasBirthDate() ? BIRTH_DATE : 0);
    }
}
