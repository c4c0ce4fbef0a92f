package dev.tributary.identity.features;

import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;

/**
 * How strong the identifiers of each system are: as configured, else by
 * <a href="https://terminology.hl7.org/CodeSystem-v2-0203.html">type</a>, else record numbers of their system.
 */
public final class IdentifierStrengths {

    private static final Map<String, IdentifierStrength> BY_TYPE = Map.ofEntries(
            Map.entry("NI", IdentifierStrength.NATIONAL),
            Map.entry("NNxxx", IdentifierStrength.NATIONAL),
            Map.entry("SS", IdentifierStrength.NATIONAL),
            Map.entry("NH", IdentifierStrength.NATIONAL),
            Map.entry("SB", IdentifierStrength.NATIONAL),
            Map.entry("DL", IdentifierStrength.TRUSTED),
            Map.entry("PPN", IdentifierStrength.TRUSTED),
            Map.entry("MR", IdentifierStrength.RECORD),
            Map.entry("PI", IdentifierStrength.RECORD),
            Map.entry("PT", IdentifierStrength.RECORD),
            Map.entry("MB", IdentifierStrength.SHARED),
            Map.entry("SN", IdentifierStrength.SHARED),
            Map.entry("MA", IdentifierStrength.SHARED),
            Map.entry("MC", IdentifierStrength.SHARED),
            Map.entry("HC", IdentifierStrength.SHARED));

    private static final Set<String> NOT_A_PERSON = Set.of("AN", "VN", "XV", "ANON", "ANT", "FILL", "PLAC");

    /** What is known of systems that are the same everywhere. */
    private static final Map<String, IdentifierStrength> KNOWN = Map.of(
            "http://hl7.org/fhir/sid/us-ssn", IdentifierStrength.NATIONAL,
            "https://fhir.nhs.uk/Id/nhs-number", IdentifierStrength.NATIONAL,
            "http://fhir.nl/fhir/NamingSystem/bsn", IdentifierStrength.NATIONAL,
            "http://hl7.org/fhir/sid/us-medicare", IdentifierStrength.TRUSTED,
            "http://hl7.org/fhir/sid/us-mbi", IdentifierStrength.TRUSTED);

    private static final IdentifierStrengths DEFAULTS = new IdentifierStrengths(Map.of());

    private final Map<String, IdentifierStrength> bySystem;

    /** @param bySystem outranks what types and well-known systems say */
    public IdentifierStrengths(Map<String, IdentifierStrength> bySystem) {
        this.bySystem = Map.copyOf(bySystem);
    }

    /** Without configuration. */
    public static IdentifierStrengths defaults() {
        return DEFAULTS;
    }

    /** {@link IdentifierStrength#NONE} for a number without a system: equal numbers of two facilities are two people (V2-08). */
    IdentifierStrength of(Identifier identifier) {
        if (!identifier.hasSystem() || !identifier.hasValue()) {
            return IdentifierStrength.NONE;
        }
        var types = identifier.getType().getCoding();
        if (types.stream().anyMatch(coding -> NOT_A_PERSON.contains(coding.getCode()))) {
            return IdentifierStrength.NONE;
        }
        var configured = bySystem.get(identifier.getSystem());
        if (configured != null) {
            return configured;
        }
        var known = KNOWN.get(identifier.getSystem());
        if (known != null) {
            return known;
        }
        return types.stream()
                .filter(coding -> BY_TYPE.containsKey(coding.getCode()))
                .map(coding -> BY_TYPE.get(coding.getCode()))
                .findFirst()
                .orElse(IdentifierStrength.RECORD);
    }
}
