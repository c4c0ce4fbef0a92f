package dev.tributary.mapping.ccda.datatype;

import java.util.Objects;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** The codes that C-CDA's templates fix, by name: the table {@code Concepts.csv}. */
public final class CdaConcepts {

    private CdaConcepts() {}

    /** A name that the table does not have is a bug. */
    public static Coding coding(String name) {
        return Objects.requireNonNull(CodeMap.of("Concepts").get(name), name).toCoding();
    }

    public static String code(String name) {
        return coding(name).getCode();
    }

    public static CodeableConcept concept(String name) {
        return new CodeableConcept().addCoding(coding(name));
    }
}
