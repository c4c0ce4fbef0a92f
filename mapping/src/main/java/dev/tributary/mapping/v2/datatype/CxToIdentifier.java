package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.Locale;
import java.util.Objects;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-cx-to-identifier.html">CX to Identifier</a>. Equal numbers of
 * two assigning authorities stay two identifiers.
 */
public final class CxToIdentifier {

    private static final String CHECK_DIGIT = "http://hl7.org/fhir/StructureDefinition/identifier-checkDigit";

    private CxToIdentifier() {}

    /** Null if there is no number. */
    public static @Nullable Identifier map(V2Value value, Translation translation) {
        return map(value, value.component(5), "mrn", translation);
    }

    /** With a type that the field implies when CX-5 does not say. */
    public static @Nullable Identifier map(V2Value value, String impliedType, Translation translation) {
        var type = value.component(5);
        var identifier =
                map(value, type == null ? impliedType : type, impliedType.toLowerCase(Locale.ROOT), translation);
        var implied = CodeTable.of("HL70203").get(impliedType);
        if (identifier != null && implied != null && !identifier.getType().hasCoding()) {
            identifier.getType().addCoding(implied.toCoding());
        }
        return identifier;
    }

    /** A field that holds no CX but starts with a number of that type; null if there is none. */
    public static @Nullable Identifier numberOnly(V2Value value, String type, Translation translation) {
        var number = value.component(1);
        if (number == null) {
            return null;
        }
        var system = type.equals("SS")
                ? AssigningAuthority.US_SSN
                : AssigningAuthority.own(translation.profile(), type.toLowerCase(Locale.ROOT));
        var issuer = value.component(2);
        if (issuer != null && !type.equals("SS")) {
            system = AssigningAuthority.own(translation.profile(), type.toLowerCase(Locale.ROOT) + ":" + issuer);
        }
        return new Identifier()
                .setSystem(system)
                .setValue(normal(number, system))
                .setType(type(type, value, translation))
                .setPeriod(DrToPeriod.map(null, TsComponent.map(value, 3, translation)));
    }

    private static @Nullable Identifier map(
            V2Value value, @Nullable String type, String otherwise, Translation translation) {
        var number = value.component(1);
        if (number == null) {
            return null;
        }
        var authority = AssigningAuthority.of(value, 4, type, translation.profile(), otherwise);
        if (!authority.isKnown()) {
            translation.inform(
                    "code-invalid",
                    value.path(4),
                    "The assigning authority is not configured; its identifiers stay in a system of this source alone."
                            + " Add it to the source's identifierSystems.");
        }
        var identifier = new Identifier().setSystem(authority.system()).setValue(normal(number, authority.system()));
        if (type != null) {
            identifier.setType(type(type, value, translation));
        }
        var period = DrToPeriod.map(time(value, 7, translation), time(value, 8, translation));
        if (period != null) {
            identifier.setPeriod(period);
        }
        addCheckDigit(identifier, value.component(2));
        var facility = value.component(6);
        if (facility != null) {
            identifier.setAssigner(new Reference().setDisplay(facility));
        }
        return identifier;
    }

    /** CX-2, XCN-11 and XON-4; the scheme in the component behind it has no place in an Identifier. */
    static void addCheckDigit(Identifier identifier, @Nullable String digit) {
        if (digit != null) {
            identifier.addExtension(CHECK_DIGIT, new StringType(digit));
        }
    }

    /** {@code system|value}: the key by which the hub knows the bearer; null if there is no number. */
    public static @Nullable String key(V2Value value, @Nullable String impliedType, SourceProfile profile) {
        var number = value.component(1);
        if (number == null) {
            return null;
        }
        var type = value.component(5);
        var authority = AssigningAuthority.of(
                value,
                4,
                type == null ? impliedType : type,
                profile,
                impliedType == null ? "mrn" : impliedType.toLowerCase(Locale.ROOT));
        return authority.system() + "|" + normal(number, authority.system());
    }

    /** A social security number is nine digits; what is none stays as it was sent. */
    private static String normal(String number, String system) {
        if (!system.equals(AssigningAuthority.US_SSN)) {
            return number;
        }
        var digits = number.replace("-", "").replace(" ", "");
        return digits.matches("\\d{9}") ? digits : number;
    }

    private static CodeableConcept type(String type, V2Value value, Translation translation) {
        var concept = Objects.requireNonNull(EiToIdentifier.type(type), type);
        if (!concept.hasCoding()) {
            translation.warn(
                    "code-invalid", value.path(5), "Not a code of table 0203 (identifier type); kept as text.");
        }
        return concept;
    }

    private static @Nullable DateTimeType time(V2Value value, int component, Translation translation) {
        return TsComponent.map(value, component, translation);
    }
}
