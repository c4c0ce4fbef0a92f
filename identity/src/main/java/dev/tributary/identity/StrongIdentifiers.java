package dev.tributary.identity;

import dev.tributary.identity.features.NumberText;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;

/**
 * Which identifiers of a Patient are strong: those of a system that the hub trusts to name one person, whoever sends it.
 *
 * <p>A number of a system that no configuration names is not strong: two facilities' equal numbers stay two persons (V2-08).
 */
public final class StrongIdentifiers {

    /** Account, visit, member and subscriber numbers: shared by families or reused. */
    private static final Set<String> NOT_PERSONAL = Set.of("AN", "VN", "MB", "SN", "XV", "ANON", "ANT");

    private static final Set<String> PLACEHOLDERS =
            Set.of("UNKNOWN", "NONE", "NA", "TEST", "UNK", "NULL", "123456789", "987654321", "078051120");

    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\-./]+");
    private static final Pattern ONE_CHARACTER = Pattern.compile("(.)\\1*");

    private final Set<String> trustedSystems;
    private final Set<String> nationalSystems;

    /**
     * @param trustedSystems a number of these systems names one person across all sources
     * @param nationalSystems of those, the ones of which a person has only one number
     */
    public StrongIdentifiers(Set<String> trustedSystems, Set<String> nationalSystems) {
        this.trustedSystems = Set.copyOf(trustedSystems);
        this.nationalSystems = Set.copyOf(nationalSystems);
    }

    /** The strong identifiers in use, without placeholders; empty if there are none. */
    public Set<IdentityKey> of(Patient patient) {
        var keys = new LinkedHashSet<IdentityKey>();
        for (var identifier : patient.getIdentifier()) {
            if (isStrong(identifier)) {
                keys.add(new IdentityKey(identifier.getSystem(), normalise(identifier.getValue())));
            }
        }
        return keys;
    }

    private boolean isStrong(Identifier identifier) {
        if (!identifier.hasSystem() || !identifier.hasValue() || !isTrusted(identifier.getSystem())) {
            return false;
        }
        if (identifier.getUse() == IdentifierUse.OLD || identifier.getUse() == IdentifierUse.TEMP) {
            return false;
        }
        var personal =
                identifier.getType().getCoding().stream().noneMatch(coding -> NOT_PERSONAL.contains(coding.getCode()));
        return personal
                && NumberText.saysSomething(identifier.getValue())
                && !isPlaceholder(normalise(identifier.getValue()));
    }

    private boolean isTrusted(String system) {
        return trustedSystems.contains(system) || nationalSystems.contains(system);
    }

    private static boolean isPlaceholder(String value) {
        return value.length() < 3
                || PLACEHOLDERS.contains(value)
                || ONE_CHARACTER.matcher(value).matches();
    }

    private static String normalise(String value) {
        return SEPARATORS.matcher(value).replaceAll("").toUpperCase(Locale.ROOT);
    }
}
