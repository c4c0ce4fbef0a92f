package dev.tributary.mapping.ccda.datatype;

import java.util.Objects;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/** nullFlavor as <a href="https://hl7.org/fhir/R4/extension-data-absent-reason.html">data-absent-reason</a>. */
public final class NullFlavor {

    private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    private static final String EXTENSION = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private NullFlavor() {}

    /** For an element that must be there; {@code unknown} if nothing is said. */
    public static Extension dataAbsentReason(@Nullable String nullFlavor) {
        return new Extension(EXTENSION, new CodeType(code(nullFlavor)));
    }

    /** For {@code Observation.dataAbsentReason}. */
    public static CodeableConcept reason(@Nullable String nullFlavor) {
        var concept = new CodeableConcept();
        concept.addCoding().setSystem(SYSTEM).setCode(code(nullFlavor));
        return concept;
    }

    private static String code(@Nullable String nullFlavor) {
        return Objects.requireNonNullElse(CodeMap.of("DataAbsentReason").target(nullFlavor), "unknown");
    }
}
