package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-ei-to-identifier.html">EI to Identifier</a>. */
public final class EiToIdentifier {

    /** {@code NNCAN}: the number of a person in a country of ISO 3166. */
    private static final Pattern NATIONAL = Pattern.compile("NN[A-Z]{3}");

    private EiToIdentifier() {}

    /**
     * @param type code of table 0203, {@code PLAC} or {@code FILL}
     * @return null if there is no number
     */
    public static @Nullable Identifier map(@Nullable V2Value value, String type, Translation translation) {
        var number = value == null ? null : value.component(1);
        if (value == null || number == null) {
            return null;
        }
        var authority = AssigningAuthority.spread(value, 2, translation.profile(), type);
        return new Identifier()
                .setSystem(authority.system())
                .setValue(number)
                .setType(new CodeableConcept().addCoding(coding(type)));
    }

    /** {@code system|value}; null if there is no number. */
    public static @Nullable String key(@Nullable V2Value value, String type, SourceProfile profile) {
        var number = value == null ? null : value.component(1);
        return value == null || number == null
                ? null
                : AssigningAuthority.spread(value, 2, profile, type).system() + "|" + number;
    }

    /** A type of table 0203, or the sender's own word for it; null if there is none. */
    public static @Nullable CodeableConcept type(@Nullable String type) {
        if (type == null) {
            return null;
        }
        var known = CodeTable.of("HL70203").get(type);
        if (known != null) {
            return new CodeableConcept().addCoding(known.toCoding());
        }
        var anyNation =
                NATIONAL.matcher(type).matches() ? CodeTable.of("HL70203").get("NNxxx") : null;
        return anyNation == null
                ? new CodeableConcept().setText(type)
                : new CodeableConcept().addCoding(anyNation.toCoding().setCode(type));
    }

    private static Coding coding(String type) {
        var known = CodeTable.of("HL70203").get(type);
        return known == null ? new Coding().setCode(type) : known.toCoding();
    }
}
