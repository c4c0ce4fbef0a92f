package dev.tributary.subscriptions.summary;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a summary says.
 *
 * @param text for people; plain
 * @param resource where it was read; null if it is part of the visit itself
 */
record Line(String text, @Nullable Resource resource) {

    private static final String SOURCE = "urn:tributary:source:";
    private static final int LONGEST = 300;

    /** Who said it, in brackets; empty if nobody is named. */
    String source() {
        String source = resource == null ? null : resource.getMeta().getSource();
        return source == null || !source.startsWith(SOURCE)
                ? ""
                : " (" + source.substring(SOURCE.length()).replaceAll("#.*$", "") + ")";
    }

    /** What a concept is called: its text, else a display, else a code; null if it says nothing. */
    static @Nullable String words(CodeableConcept concept) {
        if (concept.hasText()) {
            return clean(concept.getText());
        }
        for (Coding coding : concept.getCoding()) {
            if (coding.hasDisplay()) {
                return clean(coding.getDisplay());
            }
        }
        return concept.hasCoding() && concept.getCodingFirstRep().hasCode()
                ? clean(concept.getCodingFirstRep().getCode())
                : null;
    }

    /** One line without control characters. */
    static String clean(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
