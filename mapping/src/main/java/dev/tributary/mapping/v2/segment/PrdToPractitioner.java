package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.AssigningAuthority;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.XpnToHumanName;
import dev.tributary.mapping.v2.datatype.XtnToContactPoint;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * PRD to Practitioner. Ours: HL7's guide has no map for it; rests on
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/PRD">chapter 11 of HL7 v2</a> and HL7's map of XCN.
 */
public final class PrdToPractitioner {

    private PrdToPractitioner() {}

    /** Writes the provider and refers to it; null if there is neither number nor name. */
    public static @Nullable Reference write(SegmentReader prd, Translation translation) {
        prd.text(1);
        var practitioner = new Practitioner();
        for (var value : prd.values(7)) {
            practitioner.addIdentifier(identifier(value, translation));
        }
        var name = prd.value(2);
        var human = name == null ? null : XpnToHumanName.map(name, translation);
        if (human != null) {
            practitioner.addName(human);
        }
        if (practitioner.isEmpty()) {
            return null;
        }
        for (var value : prd.values(3)) {
            var address = XadToAddress.map(value, translation);
            if (address != null) {
                practitioner.addAddress(address);
            }
        }
        for (var value : prd.values(5)) {
            XtnToContactPoint.map(value, ContactPointUse.WORK, translation).forEach(practitioner::addTelecom);
        }
        var identifier = practitioner.getIdentifierFirstRep();
        practitioner.setId(translation.id(
                "Practitioner",
                practitioner.hasIdentifier()
                        ? identifier.getSystem() + "|" + identifier.getValue()
                        : "PRD|" + (human == null ? "" : human.getNameAsSingleString())));
        var reference = translation.write(practitioner);
        return human == null ? reference : reference.setDisplay(human.getNameAsSingleString());
    }

    /** PLN: number, type of table 0338 (0203 in practice), issuer. */
    private static Identifier identifier(V2Value value, Translation translation) {
        var type = value.component(2);
        var issuer = value.component(3);
        var isNational = "NPI".equals(type);
        var identifier = new Identifier()
                .setSystem(
                        isNational
                                ? AssigningAuthority.US_NPI
                                : translation
                                        .profile()
                                        .ownSystem(("provider" + (type == null ? "" : ":" + type)
                                                        + (issuer == null ? "" : ":" + issuer))
                                                .replaceAll("\\s+", "_")))
                .setValue(value.component(1));
        return identifier.setType(EiToIdentifier.type(type));
    }
}
