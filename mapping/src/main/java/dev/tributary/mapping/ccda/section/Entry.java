package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.xml.CdaElement;
import org.hl7.fhir.r4.model.Patient;

/**
 * A clinical statement to be mapped, with what surrounds it.
 *
 * @param element act, observation, organizer, procedure, substanceAdministration, supply or encounter
 * @param section the section that it stands in
 * @param kind of the section, as in {@code SectionKinds.csv}; empty if unknown
 * @param patient receives what the guide makes elements of the patient, as birth sex
 * @param translation of the document
 * @param isNegated whether it is said not to be: by itself, or by the act that does nothing but hold it
 */
record Entry(
        CdaElement element,
        CdaElement section,
        String kind,
        Patient patient,
        CdaTranslation translation,
        boolean isNegated) {

    Entry(CdaElement element, CdaElement section, String kind, Patient patient, CdaTranslation translation) {
        this(element, section, kind, patient, translation, isNegated(element));
    }

    /** A statement inside this one. */
    Entry inner(CdaElement inner) {
        return new Entry(inner, section, kind, patient, translation);
    }

    /** The statement that this act holds: a concern that is not so denies its problem. */
    Entry held(CdaElement inner) {
        return new Entry(inner, section, kind, patient, translation, isNegated || isNegated(inner));
    }

    private static boolean isNegated(CdaElement element) {
        return element.has("negationInd", "true");
    }

    String statusCode() {
        var code = element.child("statusCode").attribute("code");
        return code == null ? "" : code;
    }
}
