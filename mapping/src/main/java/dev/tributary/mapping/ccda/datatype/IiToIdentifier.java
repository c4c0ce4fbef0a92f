package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#cda-id--fhir-identifier">CDA id to Identifier</a>. */
public final class IiToIdentifier {

    private static final String US_SSN = "http://hl7.org/fhir/sid/us-ssn";

    private IiToIdentifier() {}

    /** All children {@code id} that say something. */
    public static List<Identifier> all(CdaElement parent, SourceProfile profile) {
        var identifiers = new ArrayList<Identifier>(2);
        for (var id : parent.children("id")) {
            var identifier = map(id, profile);
            if (identifier != null) {
                identifiers.add(identifier);
            }
        }
        return identifiers;
    }

    /** Null if there is neither value nor system. A system without a value says why the value is absent. */
    public static @Nullable Identifier map(CdaElement id, SourceProfile profile) {
        var root = id.attribute("root");
        var extension = id.attribute("extension");
        if (root == null && extension == null) {
            return null;
        }
        var system = root == null ? null : system(root, profile);
        var identifier = new Identifier();
        if (extension != null) {
            identifier.setSystem(system).setValue(value(extension, system));
        } else if (id.nullFlavor() != null || OidToUri.isKnown(root)) {
            var absent = new StringType();
            absent.addExtension(NullFlavor.dataAbsentReason(id.nullFlavor()));
            identifier.setSystem(system).setValueElement(absent);
        } else {
            var urn = root == null ? null : OidToUri.urn(root);
            // A root that is neither OID nor UUID is the name of something, but no URI.
            identifier.setSystem(urn == null ? null : OidToUri.URI).setValue(urn == null ? root : urn);
        }
        var authority = id.attribute("assigningAuthorityName");
        if (authority != null) {
            identifier.setAssigner(new Reference().setDisplay(authority));
        }
        return identifier;
    }

    /** {@code system|value}: the key by which the hub knows the bearer; null if there is no number. */
    public static @Nullable String key(CdaElement id, SourceProfile profile) {
        if (id.nullFlavor() != null) {
            return null;
        }
        var identifier = map(id, profile);
        if (identifier == null || !identifier.hasValue()) {
            return null;
        }
        return (identifier.hasSystem() ? identifier.getSystem() : profile.ownSystem("mrn")) + "|"
                + identifier.getValue();
    }

    private static @Nullable String system(String root, SourceProfile profile) {
        var configured = profile.identifierSystems().get(root);
        return configured != null ? configured : OidToUri.map(root);
    }

    /** As HL7 v2 does it, so that one person's number is one. */
    private static String value(String extension, @Nullable String system) {
        return US_SSN.equals(system) ? extension.replace("-", "").replace(" ", "") : extension;
    }
}
