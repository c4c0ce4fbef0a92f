package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-eip-to-identifier-placerassignedidentifier.html">EIP to
 * Identifier</a>: the number that the placer gave, and the one that the filler gave.
 */
public final class EipToIdentifier {

    private EipToIdentifier() {}

    /** Null if there is no such number. */
    public static @Nullable Identifier placer(@Nullable V2Value value, Translation translation) {
        return value == null ? null : EiToIdentifier.map(value.inner(1), "PLAC", translation);
    }

    /** Null if there is no such number. */
    public static @Nullable Identifier filler(@Nullable V2Value value, Translation translation) {
        return value == null ? null : EiToIdentifier.map(value.inner(2), "FILL", translation);
    }
}
