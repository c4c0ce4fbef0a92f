package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.jspecify.annotations.Nullable;

/** CWE to CodeableConcept where senders write words in place of a code: one without system and name is what people are to read. */
final class ReadableConcept {

    private ReadableConcept() {}

    /** Null if there is neither code nor text. */
    static @Nullable CodeableConcept map(@Nullable V2Value value, Translation translation) {
        var concept = CweToCodeableConcept.map(value, translation);
        if (concept != null && !concept.hasText()) {
            var coding = concept.getCodingFirstRep();
            if (!coding.hasSystem() && !coding.hasDisplay() && coding.hasCode()) {
                concept.setText(coding.getCode());
            }
        }
        return concept;
    }
}
