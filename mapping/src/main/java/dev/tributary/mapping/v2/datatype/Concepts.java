package dev.tributary.mapping.v2.datatype;

import java.util.Objects;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** The fixed codes that maps say of themselves, by name: the table {@code Concepts.csv}. */
public final class Concepts {

    private Concepts() {}

    /** A name that the table does not have is a bug. */
    public static Coding coding(String name) {
        return Objects.requireNonNull(CodeTable.of("Concepts").get(name), name).toCoding();
    }

    public static CodeableConcept concept(String name) {
        return new CodeableConcept().addCoding(coding(name));
    }
}
