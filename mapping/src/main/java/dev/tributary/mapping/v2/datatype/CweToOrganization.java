package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-cwe-to-organization.html">CWE to Organization</a>: a maker, a pharmacy. */
public final class CweToOrganization {

    private CweToOrganization() {}

    /** Writes the organization and refers to it; null if there is neither code nor name. */
    public static @Nullable Reference map(@Nullable V2Value value, Translation translation) {
        var concept = CweToCodeableConcept.map(value, translation);
        var key = value == null ? null : CweToCodeableConcept.key(value, translation.profile());
        if (concept == null || key == null) {
            return null;
        }
        var organization = new Organization().setActive(true);
        var coding = concept.getCodingFirstRep();
        if (coding.hasCode()) {
            organization.addIdentifier().setSystem(coding.getSystem()).setValue(coding.getCode());
        }
        organization.setName(concept.hasText() ? concept.getText() : coding.getCode());
        organization.setId(translation.id("Organization", "code|" + key));
        return translation.write(organization).setDisplay(organization.getName());
    }
}
