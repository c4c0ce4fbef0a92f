package dev.tributary.identity.features;

import java.io.UncheckedIOException;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;

/**
 * What of a <a href="https://hl7.org/fhir/R4/patient.html">Patient</a> tells people apart: standardised, without placeholders,
 * immutable and small (some 200 bytes), so that candidates can be compared without reading resources.
 *
 * @param names without placeholders; the official or usual one first
 * @param sex {@code M}, {@code F}, {@code O}, or a blank if it is not known
 * @param phones the last nine digits of each
 * @param mothersMaidenName empty if it is not known
 * @param birthOrder of a multiple birth; 0 if it is not known
 * @param deceased the day of death; {@link BirthDate#UNKNOWN} if none is known
 * @param practice the general practitioner or practice, as a folded text or reference; empty if it is not known
 */
public record PersonFeatures(
        List<PersonName> names,
        BirthDate birthDate,
        char sex,
        List<PostalAddress> addresses,
        List<String> phones,
        List<String> emails,
        List<PersonIdentifier> identifiers,
        String mothersMaidenName,
        int birthOrder,
        BirthDate deceased,
        String practice) {

    public PersonFeatures {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
        phones = List.copyOf(phones);
        emails = List.copyOf(emails);
        identifiers = List.copyOf(identifiers);
    }

    /** Never fails: what cannot be understood is left out. */
    public static PersonFeatures of(Patient patient, IdentifierStrengths strengths) {
        return new PatientReading(strengths).features(patient);
    }

    /** What {@link #toBytes} wrote, of this or an earlier version; throws {@link UncheckedIOException} for anything else. */
    public static PersonFeatures of(byte[] bytes) {
        return FeatureBytes.read(bytes);
    }

    /** A compact form for a table; it begins with the version of the form. */
    public byte[] toBytes() {
        return FeatureBytes.write(this);
    }

    /** Whether a given and a family name, both no placeholders, and a full birth date are known: without them nothing is linked. */
    public boolean isComplete() {
        return hasGiven() && hasFamily() && birthDate.isFull();
    }

    public boolean hasGiven() {
        return names.stream().anyMatch(PersonName::hasGiven);
    }

    public boolean hasFamily() {
        return names.stream().anyMatch(PersonName::hasFamily);
    }
}
