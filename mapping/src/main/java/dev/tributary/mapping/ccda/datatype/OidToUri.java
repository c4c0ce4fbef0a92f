package dev.tributary.mapping.ccda.datatype;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#mapping-oid--uri">OIDs and UUIDs as URIs</a>. */
public final class OidToUri {

    public static final String URI = "urn:ietf:rfc:3986";

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

    /** {@code [0-2](\.(0|[1-9]\d*)){2,}}, by hand: every id and code asks. */
    private static boolean isOid(String root) {
        if (root.length() < 5 || root.charAt(0) < '0' || root.charAt(0) > '2') {
            return false;
        }
        var dots = 0;
        for (var i = 1; i < root.length(); i++) {
            var letter = root.charAt(i);
            var before = root.charAt(i - 1);
            if (letter == '.') {
                dots++;
            }
            var isArcOfZero = before == '0' && i >= 2 && root.charAt(i - 2) == '.';
            if (letter == '.' ? before == '.' : letter < '0' || letter > '9' || isArcOfZero) {
                return false;
            }
        }
        return dots >= 2 && root.charAt(1) == '.' && root.charAt(root.length() - 1) != '.';
    }

    /** Whether FHIR has a URI of its own for it. */
    public static boolean isKnown(@Nullable String root) {
        return CodeMap.of("OidToUri").get(root) != null;
    }

    /** {@code urn:oid:} or {@code urn:uuid:}; a URI as it is; null for anything else. */
    static @Nullable String urn(String root) {
        if (isOid(root)) {
            return "urn:oid:" + root;
        }
        if (UUID.matcher(root).matches()) {
            return "urn:uuid:" + root.toLowerCase(Locale.ROOT);
        }
        var isUri = root.startsWith("http://") || root.startsWith("https://") || root.startsWith("urn:");
        return isUri && !SPACE.matcher(root).find() ? root : null;
    }
}
