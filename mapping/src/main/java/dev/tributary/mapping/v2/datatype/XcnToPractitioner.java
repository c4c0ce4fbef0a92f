package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
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
        var name = new HumanName();
        var isNamed = XpnToHumanName.parts(name, value, 2);
        if (isNamed) {
            XpnToHumanName.setUse(name, value, 10, translation);
            XpnToHumanName.addSuffix(name, value.component(21));
            name.setPeriod(DrToPeriod.of(value, 17, 19, translation));
        }
        return write(value, isNamed ? name : null, identifier(value, translation), translation);
    }

    /**
     * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-cnn-to-practitioner.html">CNN</a>: the authority of its number
     * is spread over its last three components.
     */
    static @Nullable Reference ofCnn(@Nullable V2Value value, Translation translation) {
        if (value == null) {
            return null;
        }
        var name = new HumanName();
        var isNamed = XpnToHumanName.parts(name, value, 2);
        var number = value.component(1);
        var identifier = number == null
                ? null
                : new Identifier()
                        .setSystem(AssigningAuthority.spread(value, 9, translation.profile(), "staff")
                                .system())
                        .setValue(number);
        return write(value, isNamed ? name : null, identifier, translation);
    }

    private static @Nullable Reference write(
            V2Value value, @Nullable HumanName name, @Nullable Identifier identifier, Translation translation) {
        var practitioner = new Practitioner();
        if (identifier != null) {
            practitioner.addIdentifier(identifier);
        }
        if (name != null) {
            practitioner.addName(name);
            var degree = value.component(7);
            if (degree != null) {
                practitioner.addQualification().setCode(degree(degree, translation));
            }
        }
        if (practitioner.isEmpty()) {
            return null;
        }
        var display = name == null ? "" : name.getNameAsSingleString();
        practitioner.setId(translation.id(
                "Practitioner",
                identifier != null
                        ? identifier.getSystem() + "|" + identifier.getValue()
                        : "name|" + NormalName.of(display)));
        var reference = translation.write(practitioner);
        return name != null ? reference.setDisplay(display) : reference;
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
        if (number == null) {
            return null;
        }
        var authority = AssigningAuthority.of(value, 9, type, translation.profile(), "staff");
        var identifier = new Identifier().setSystem(authority.system()).setValue(number);
        CxToIdentifier.addCheckDigit(identifier, value.component(11));
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
}
