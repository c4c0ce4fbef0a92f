package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HD as the system of an identifier: what the source's profile says, else the universal id, else a system that belongs to the source
 * alone.
 *
 * @param system never null; without white space
 * @param isKnown false if the hub had to make the system up from a namespace that nobody configured
 */
public record AssigningAuthority(String system, boolean isKnown) {

    public static final String US_SSN = "http://hl7.org/fhir/sid/us-ssn";
    public static final String US_NPI = "http://hl7.org/fhir/sid/us-npi";

    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*)){2,}");
    private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /**
     * @param authority the component that holds the HD
     * @param type the identifier's type of table 0203; {@code SS} and {@code NPI} imply a system
     * @param otherwise name of the system when the sender names no authority and the type implies none
     */
    public static AssigningAuthority of(
            V2Value value, int authority, @Nullable String type, SourceProfile profile, String otherwise) {
        var namespace = value.component(authority);
        var universal = value.component(authority, 2);
        value.component(authority, 3); // ISO, DNS, GUID: the universal id itself tells
        var configured = configured(namespace, universal, type, profile);
        if (configured != null) {
            return new AssigningAuthority(configured, true);
        }
        var universalSystem = universal == null ? null : ofUniversalId(universal);
        if (universalSystem != null) {
            return new AssigningAuthority(universalSystem, true);
        }
        var name = namespace != null ? namespace : universal;
        var national = national(name, type);
        if (national != null) {
            return new AssigningAuthority(national, true);
        }
        return name == null ? withoutAuthority(profile, otherwise) : new AssigningAuthority(own(profile, name), false);
    }

    /** EI and other types that spread namespace, universal id and its type over three components. */
    public static AssigningAuthority spread(V2Value value, int namespace, SourceProfile profile, String otherwise) {
        var name = value.component(namespace);
        var universal = value.component(namespace + 1);
        var configured = configured(name, universal, otherwise, profile);
        if (configured != null) {
            return new AssigningAuthority(configured, true);
        }
        value.component(namespace + 2); // ISO, DNS, GUID: the universal id itself tells
        var universalSystem = universal == null ? null : ofUniversalId(universal);
        if (universalSystem != null) {
            return new AssigningAuthority(universalSystem, true);
        }
        var own = name != null ? name : universal;
        return new AssigningAuthority(own(profile, own == null ? otherwise : own), own == null);
    }

    private static AssigningAuthority withoutAuthority(SourceProfile profile, String otherwise) {
        var system = otherwise.equals("mrn") ? profile.defaultIdentifierSystem() : null;
        return new AssigningAuthority(system != null ? system : own(profile, otherwise), true);
    }

    /** {@code RIVERSIDE^VN} before {@code RIVERSIDE}: one authority may number patients and visits in separate systems. */
    private static @Nullable String configured(
            @Nullable String namespace, @Nullable String universal, @Nullable String type, SourceProfile profile) {
        var systems = profile.identifierSystems();
        for (var name : new @Nullable String[] {namespace, universal}) {
            var system = name == null ? null : systems.getOrDefault(name + "^" + type, systems.get(name));
            if (system != null) {
                return system;
            }
        }
        return null;
    }

    private static @Nullable String ofUniversalId(String id) {
        if (id.equals("2.16.840.1.113883.4.1")) {
            return US_SSN;
        }
        if (id.equals("2.16.840.1.113883.4.6")) {
            return US_NPI;
        }
        if (OID.matcher(id).matches()) {
            return "urn:oid:" + id;
        }
        if (UUID.matcher(id).matches()) {
            return "urn:uuid:" + id.toLowerCase(Locale.ROOT);
        }
        var isUri = id.startsWith("http://") || id.startsWith("https://") || id.startsWith("urn:");
        return isUri && !SPACE.matcher(id).find() ? id : null;
    }

    private static @Nullable String national(@Nullable String name, @Nullable String type) {
        var entry = name == null ? null : CodeTable.of("AssigningAuthorities").get(name);
        var system = entry == null ? null : entry.target();
        if ("SS".equals(type) && (name == null || "us-ssn".equals(system))) {
            return US_SSN;
        }
        return "NPI".equals(type) || "us-npi".equals(system) ? US_NPI : null;
    }

    static String own(SourceProfile profile, String name) {
        return profile.ownSystem(SPACE.matcher(name).replaceAll("_"));
    }
}
