package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-dg1-to-condition.html">DG1 to Condition</a> and
 * Encounter.diagnosis.
 */
public final class Dg1ToCondition {

    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category";
    private static final String VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status";

    private static final String ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate";
    private static final String DUE_TO = "http://hl7.org/fhir/StructureDefinition/condition-dueTo";

    private Dg1ToCondition() {}

    /**
     * Writes nothing if neither DG1-3 nor DG1-4 says what.
     *
     * @param key of the encounter, else of the patient
     */
    public static void write(
            SegmentReader dg1, String key, Reference patient, @Nullable Encounter encounter, Translation translation) {
        dg1.ignore(1);
        var code = code(dg1, translation);
        var diagnosis = dg1.value(3);
        var codeKey = diagnosis == null ? null : CweToCodeableConcept.key(diagnosis, translation.profile());
        if (code == null) {
            translation.warn("required", dg1.segment().path(3), "No diagnosis; the condition cannot be recorded.");
            return;
        }
        var condition = new Condition().setCode(code).setSubject(patient.copy());
        condition.setId(
                translation.id("Condition", key + "|" + (codeKey == null ? "text|" + code.getText() : codeKey)));
        var onset = TsToDateTime.map(dg1.value(5), translation);
        if (onset != null) {
            condition.setOnset(onset);
        }
        var recorded = TsToDateTime.map(dg1.value(19), translation);
        if (recorded != null) {
            condition.setRecordedDateElement(recorded);
            condition.addExtension(ASSERTED, recorded.copy());
        }
        var asserter = XcnToPractitioner.map(dg1.value(16), translation);
        if (asserter != null) {
            condition.setAsserter(asserter);
        }
        var identifier = EiToIdentifier.map(dg1.value(20), "FILL", translation);
        if (identifier != null) {
            condition.addIdentifier(identifier.setType(null));
        }
        var parent = EiToIdentifier.map(dg1.value(22), "FILL", translation);
        if (parent != null) {
            condition.addExtension(DUE_TO, new Reference().setType("Condition").setIdentifier(parent.setType(null)));
        }
        var isDeleted = ActionCode.isDelete(dg1.text(21));
        if (isDeleted) {
            condition.setVerificationStatus(concept(VERIFICATION, "entered-in-error", "Entered in Error"));
        }
        if (encounter != null) {
            condition.addCategory(concept(CATEGORY, "encounter-diagnosis", "Encounter Diagnosis"));
            condition.setEncounter(
                    new Reference("Encounter/" + encounter.getIdElement().getIdPart()));
            addDiagnosis(encounter, condition, isDeleted, dg1, translation);
        }
        translation.write(condition);
    }

    private static void addDiagnosis(
            Encounter encounter, Condition condition, boolean isDeleted, SegmentReader dg1, Translation translation) {
        var role = CweToCodeableConcept.translate(dg1.value(6), "HL70052", translation);
        var rank = dg1.text(15);
        if (isDeleted) {
            return;
        }
        var diagnosis = new Encounter.DiagnosisComponent()
                .setCondition(
                        new Reference("Condition/" + condition.getIdElement().getIdPart()));
        if (role != null) {
            diagnosis.setUse(role);
        }
        if (rank != null && rank.matches("[1-9]\\d{0,2}")) {
            diagnosis.setRank(Integer.parseInt(rank));
        }
        if (encounter.getDiagnosis().stream().noneMatch(diagnosis::equalsDeep)) {
            encounter.addDiagnosis(diagnosis);
        }
    }

    private static @Nullable CodeableConcept code(SegmentReader dg1, Translation translation) {
        var code = CweToCodeableConcept.withMethod(dg1.value(3), dg1.text(2), translation);
        var description = dg1.wholeText(4);
        if (description == null) {
            return code;
        }
        return code == null ? new CodeableConcept().setText(description) : code.setText(description);
    }

    private static CodeableConcept concept(String system, String code, String display) {
        return new CodeableConcept().addCoding(new Coding(system, code, display));
    }
}
