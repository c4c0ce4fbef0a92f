package dev.tributary.server.query;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.datatype.AssigningAuthority;
import dev.tributary.mapping.v2.er7.Delimiters;
import dev.tributary.mapping.v2.er7.Escapes;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Identifier;
import org.jspecify.annotations.Nullable;

/** Assigning authorities as one source writes them (HD), and the identifier systems that they are in the hub. */
final class Domains {

    private static final String OID = "urn:oid:";

    private final SourceProfile profile;
    private final Delimiters delimiters;

    Domains(SourceProfile profile, Delimiters delimiters) {
        this.profile = profile;
        this.delimiters = delimiters;
    }

    /** The system of CX-4. */
    String system(V2Value cx) {
        return AssigningAuthority.of(cx, 4, cx.component(5), profile, "mrn").system();
    }

    /** The system of a namespace and a universal id that are told apart; null if neither says anything to the hub. */
    @Nullable
    String system(@Nullable String namespace, @Nullable String universal) {
        for (var name : new @Nullable String[] {namespace, universal}) {
            var system = name == null ? null : profile.identifierSystems().get(name);
            if (system != null) {
                return system;
            }
        }
        if (universal == null || !universal.matches("[0-2](\\.\\d+)+")) {
            return null;
        }
        return OID + universal;
    }

    /** An identifier as CX, its authority in the source's own words if it has any. */
    String cx(Identifier identifier) {
        var component = delimiters.component();
        var type = identifier.getType().getCodingFirstRep().getCode();
        return Escapes.encode(identifier.getValue(), delimiters)
                + component
                + component
                + component
                + authority(identifier.getSystem())
                + component
                + (type == null ? "PI" : type);
    }

    private String authority(String system) {
        var namespace = "";
        var universal = "";
        for (var configured : profile.identifierSystems().entrySet()) {
            var name = configured.getKey();
            if (configured.getValue().equals(system) && !name.contains("^")) {
                if (name.contains(".")) {
                    universal = name;
                } else if (namespace.isEmpty() || name.compareTo(namespace) < 0) {
                    namespace = name;
                }
            }
        }
        if (universal.isEmpty() && system.startsWith(OID)) {
            universal = system.substring(OID.length());
        }
        var kind = universal.isEmpty() ? "" : "ISO";
        if (namespace.isEmpty() && universal.isEmpty()) {
            universal = system;
            kind = "URI";
        }
        var sub = String.valueOf(delimiters.subcomponent());
        var name = Escapes.encode(namespace, delimiters);
        return universal.isEmpty() ? name : name + sub + Escapes.encode(universal, delimiters) + sub + kind;
    }
}
