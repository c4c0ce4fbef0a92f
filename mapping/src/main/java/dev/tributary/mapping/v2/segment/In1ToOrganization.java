package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.NormalName;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.XpnToHumanName;
import dev.tributary.mapping.v2.datatype.XtnToContactPoint;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-in1-to-coverage.html">IN1-3 to IN1-7 to the payer</a>. */
final class In1ToOrganization {

    private static final String TYPE = "http://terminology.hl7.org/CodeSystem/organization-type";

    private In1ToOrganization() {}

    /** Writes the payer and refers to it; null if it has neither number nor name. */
    static @Nullable Reference map(SegmentReader in1, Translation translation) {
        var organization = new Organization()
                .setActive(true)
                .addType(new CodeableConcept().addCoding(new Coding(TYPE, "pay", "Payer")));
        String key = null;
        for (var value : in1.values(3)) {
            var identifier = CxToIdentifier.map(value, "XX", translation);
            if (identifier != null && Identifiers.lacks(organization.getIdentifier(), identifier)) {
                key = key == null ? identifier.getSystem() + "|" + identifier.getValue() : key;
                organization.addIdentifier(identifier);
            }
        }
        var named = in1.value(4);
        var name = named == null ? null : named.component(1);
        if (key == null && name == null) {
            return null;
        }
        organization.setName(name);
        addReach(organization, in1, translation);
        organization.setId(translation.id("Organization", key == null ? "name|" + NormalName.of(name) : key));
        var reference = translation.write(organization);
        return name == null ? reference : reference.setDisplay(name);
    }

    private static void addReach(Organization organization, SegmentReader in1, Translation translation) {
        for (var value : in1.values(5)) {
            var address = XadToAddress.map(value, translation);
            // An organization has no home (org-2).
            if (address != null) {
                organization.addAddress(address.getUse() == AddressUse.HOME ? address.setUse(null) : address);
            }
        }
        for (var value : in1.values(7)) {
            for (var point : XtnToContactPoint.map(value, ContactPointUse.WORK, translation)) {
                organization.addTelecom(point.getUse() == ContactPointUse.HOME ? point.setUse(null) : point);
            }
        }
        for (var value : in1.values(6)) {
            var name = XpnToHumanName.map(value, translation);
            if (name != null) {
                organization.addContact().setName(name);
            }
        }
    }
}
