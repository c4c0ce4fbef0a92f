package dev.tributary.mapping.ccda.datatype;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#mapping-oid--uri">OIDs and UUIDs as URIs</a>. */
public final class OidToUri {

    public static final String URI = "urn:ietf:rfc:3986";

    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*)){2,}");
    private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private OidToUri() {}

    /** The URI that FHIR gives the system, else {@code urn:oid:} or {@code urn:uuid:}; null if the root is neither. */
    public static @Nullable String map(@Nullable String root) {
        if (root == null) {
            return null;
        }
        var known = CodeMap.of("OidToUri").target(root);
        return known != null ? known : urn(root);
    }

    /** Whether FHIR has a URI of its own for it. */
    public static boolean isKnown(@Nullable String root) {
        return CodeMap.of("OidToUri").get(root) != null;
    }

    /** {@code urn:oid:} or {@code urn:uuid:}; a URI as it is; null for anything else. */
    static @Nullable String urn(String root) {
        if (OID.matcher(root).matches()) {
            return "urn:oid:" + root;
        }
        if (UUID.matcher(root).matches()) {
            return "urn:uuid:" + root.toLowerCase(Locale.ROOT);
        }
        var isUri = root.startsWith("http://") || root.startsWith("https://") || root.startsWith("urn:");
        return isUri && !SPACE.matcher(root).find() ? root : null;
    }
}
