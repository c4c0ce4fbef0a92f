package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-xcn-to-practitioner.html">XCN to Practitioner</a>. */
public final class XcnToPractitioner {

    private static final String DEGREES = "http://terminology.hl7.org/CodeSystem/v2-0360";

    private XcnToPractitioner() {}

    /** Writes the practitioner and refers to it; null if there is neither number nor name. */
    public static @Nullable Reference map(@Nullable V2Value value, Translation translation) {
        if (value == null) {
            return null;
        }
        var practitioner = new Practitioner();
        var name = new HumanName();
        var isNamed = XpnToHumanName.parts(name, value, 2);
        var identifier = identifier(value, translation);
        if (identifier != null) {
            practitioner.addIdentifier(identifier);
        }
        if (isNamed) {
            setUse(name, value);
            XpnToHumanName.addSuffix(name, value.component(21));
            name.setPeriod(DrToPeriod.of(value, 17, 19, translation));
            practitioner.addName(name);
            var degree = value.component(7);
            if (degree != null) {
                practitioner.addQualification().setCode(degree(degree, translation));
            }
        }
        if (practitioner.isEmpty()) {
            return null;
        }
        practitioner.setId(translation.id(
                "Practitioner",
                identifier != null
                        ? identifier.getSystem() + "|" + identifier.getValue()
                        : "name|" + NormalName.of(name.getNameAsSingleString())));
        var reference = translation.write(practitioner);
        return isNamed ? reference.setDisplay(name.getNameAsSingleString()) : reference;
    }

    /** A practitioner of whom only the name is told (XPN). */
    public static @Nullable Reference named(@Nullable V2Value value, Translation translation) {
        var name = value == null ? null : XpnToHumanName.map(value, translation);
        if (name == null) {
            return null;
        }
        var practitioner = new Practitioner().addName(name);
        practitioner.setId(translation.id("Practitioner", "name|" + NormalName.of(name.getNameAsSingleString())));
        return translation.write(practitioner).setDisplay(name.getNameAsSingleString());
    }

    private static @Nullable Identifier identifier(V2Value value, Translation translation) {
        var number = value.component(1);
        var type = value.component(13);
        value.component(8); // source table: where the sender's own system keeps the number
        if (number == null) {
            return null;
        }
        var authority = AssigningAuthority.of(value, 9, type, translation.profile(), "staff");
        var identifier = new Identifier().setSystem(authority.system()).setValue(number);
        return identifier.setType(EiToIdentifier.type(type));
    }

    /** HL7's guide has it as a qualification; it stays a suffix of the name, too, which is what people read. */
    private static CodeableConcept degree(String degree, Translation translation) {
        var spelled = Hl7Tables.spelled(DEGREES, degree);
        return new CodeableConcept()
                .addCoding(
                        spelled == null
                                ? new Coding(
                                        AssigningAuthority.own(translation.profile(), "code:HL70360"), degree, null)
                                : new Coding(DEGREES, spelled, null));
    }

    private static void setUse(HumanName name, V2Value value) {
        var type = value.component(10);
        var use = type == null ? null : CodeTable.of("HL70200").get(type);
        if (use != null && !use.target().isEmpty()) {
            name.setUse(NameUse.fromCode(use.target()));
        }
    }
}
