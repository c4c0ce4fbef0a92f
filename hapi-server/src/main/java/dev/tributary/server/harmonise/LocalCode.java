package dev.tributary.server.harmonise;

import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * A code in a code system that is not everybody's.
 *
 * @param source who uses it
 */
record LocalCode(String source, String system, String code) {

    /** The system of words that stand for a code: in small letters, parted by single blanks. */
    static final String TEXT = "urn:tributary:text";

    /** The system of codes that were sent without one. */
    static final String NO_SYSTEM = "urn:tributary:no-system";

    /** Longer texts are prose. */
    private static final int LONGEST_TEXT = 100;

    /** The coding by a system that a ConceptMap can name. */
    static Coding named(Coding coding) {
        return coding.hasSystem() || !coding.hasCode()
                ? coding
                : new Coding(NO_SYSTEM, coding.getCode(), coding.getDisplay());
    }

    /** What a concept says in words only, as a code; empty if it has none, or whole sentences. */
    static Optional<Coding> words(CodeableConcept concept) {
        var text = concept.hasText() ? concept.getText().strip() : "";
        if (text.isEmpty() || text.length() > LONGEST_TEXT || text.indexOf('\n') >= 0) {
            return Optional.empty();
        }
        return Optional.of(new Coding(TEXT, normal(text), text));
    }

    /** As a text is looked up. */
    static String normal(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** The same code as it is looked up. */
    LocalCode normal() {
        return system.equals(TEXT) ? new LocalCode(source, system, normal(code)) : this;
    }
}
