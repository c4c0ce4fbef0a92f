package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-xon-to-organization.html">XON to Organization</a>, and HD to
 * Organization where a field names a facility only.
 */
public final class XonToOrganization {

    private XonToOrganization() {}

    /** Writes the organization and refers to it; null if there is neither name nor number. */
    public static @Nullable Reference map(@Nullable V2Value value, Translation translation) {
        if (value == null) {
            return null;
        }
        var name = value.component(1);
        var number = value.component(10) == null ? value.component(3) : value.component(10);
        var organization = new Organization().setName(name);
        if (number == null) {
            return name == null ? null : write(organization, "name|" + NormalName.of(name), translation);
        }
        var type = value.component(7);
        var authority = AssigningAuthority.of(value, 6, type, translation.profile(), "organization");
        var identifier = organization
                .addIdentifier()
                .setSystem(authority.system())
                .setValue(number)
                .setType(EiToIdentifier.type(type));
        CxToIdentifier.addCheckDigit(identifier, value.component(4));
        return write(organization, authority.system() + "|" + number, translation);
    }

    /**
     * HD as a component with subcomponents (PL-4), or as a whole field (MSH-4).
     *
     * @param component the component that holds the HD; 0 if the field itself is the HD
     */
    public static @Nullable Reference ofHd(@Nullable V2Value value, int component, Translation translation) {
        if (value == null) {
            return null;
        }
        var name = component == 0 ? value.component(1) : value.component(component);
        var universal = component == 0 ? value.component(2) : value.component(component, 2);
        value.component(component == 0 ? 3 : component, component == 0 ? 1 : 3); // ISO, DNS: the id itself tells
        if (name == null && universal == null) {
            return null;
        }
        var organization = new Organization().setName(name == null ? universal : name);
        if (universal != null && universal.matches("[0-2](\\.(0|[1-9]\\d*)){2,}")) {
            organization.addIdentifier().setSystem("urn:ietf:rfc:3986").setValue("urn:oid:" + universal);
        }
        return write(organization, "name|" + NormalName.of(organization.getName()), translation);
    }

    private static Reference write(Organization organization, String key, Translation translation) {
        organization.setId(translation.id("Organization", key));
        organization.setActive(true);
        var reference = translation.write(organization);
        return organization.hasName() ? reference.setDisplay(organization.getName()) : reference;
    }
}
