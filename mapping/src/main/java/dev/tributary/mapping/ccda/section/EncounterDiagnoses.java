package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.diagnosis">Encounter.diagnosis</a>: what was found at a visit. */
public final class EncounterDiagnoses {

    private EncounterDiagnoses() {}

    /**
     * Says of the visit that the document is about what it was begun and ended with: the diagnoses of the sections on admission, discharge
     * and the chief complaint.
     *
     * @param sections what came of the entries of each section
     */
    public static void link(Reference visit, Map<CdaElement, List<Reference>> sections, CdaTranslation translation) {
        if (!(translation.resource(visit) instanceof Encounter encounter)) {
            return;
        }
        sections.forEach((section, references) -> {
            var use = use(section);
            if (use != null) {
                references.forEach(each -> add(encounter, each, use, translation));
            }
        });
    }

    /** What the diagnoses of a section or an act are to the visit; null if it does not say. */
    static @Nullable CodeableConcept use(CdaElement element) {
        var roles = CodeMap.of("DiagnosisRole");
        var role = roles.get(element.child("code").attribute("code"));
        for (var template : element.children("templateId")) {
            role = role == null ? roles.get(template.attribute("root")) : role;
        }
        return role == null ? null : new CodeableConcept().addCoding(role.toCoding());
    }

    /** Adds what is a Condition and was not excluded, once. */
    static void add(
            Encounter encounter, Reference diagnosis, @Nullable CodeableConcept use, CdaTranslation translation) {
        if (!(translation.resource(diagnosis) instanceof Condition condition)
                || "refuted"
                        .equals(condition
                                .getVerificationStatus()
                                .getCodingFirstRep()
                                .getCode())
                || encounter.getDiagnosis().stream()
                        .anyMatch(each -> diagnosis
                                .getReference()
                                .equals(each.getCondition().getReference()))) {
            return;
        }
        encounter
                .addDiagnosis()
                .setCondition(new Reference(diagnosis.getReference()))
                .setUse(use == null ? null : use.copy());
        // An entry of the problem list is of the patient, whichever visits it was found at.
        var isOfVisit = condition.getCategory().stream()
                .allMatch(category -> "encounter-diagnosis"
                        .equals(category.getCodingFirstRep().getCode()));
        if (isOfVisit && !condition.hasEncounter()) {
            condition.setEncounter(
                    new Reference("Encounter/" + encounter.getIdElement().getIdPart()));
        }
    }
}
