package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * PRB to Condition. HL7's guide has no map; the fields are those of
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/PRB">HL7 v2 chapter 12</a>, the rest follows its map of DG1.
 */
public final class PrbToCondition {

    private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    private static final String VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category";
    private static final String ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate";

    private PrbToCondition() {}

    /**
     * @param cleared receives what a deletion takes away
     * @return null, with a warning, if PRB-3 does not say what
     */
    public static @Nullable Condition map(
            SegmentReader prb, PatientContext subject, Set<String> cleared, Translation translation) {
        var problem = prb.value(3);
        var code = CweToCodeableConcept.map(problem, translation);
        var codeKey = problem == null ? null : CweToCodeableConcept.key(problem, translation.profile());
        if (code == null || codeKey == null) {
            translation.warn("required", prb.segment().path(3), "No problem; the condition cannot be recorded.");
            return null;
        }
        var instance = EiToIdentifier.map(prb.value(4), "problem", translation);
        var condition = new Condition().setCode(code).setSubject(subject.ofPatient());
        condition.setEncounter(subject.ofEncounter());
        condition.addCategory(concept(CATEGORY, "problem-list-item", "Problem List Item"));
        condition.setId(translation.id(
                "Condition",
                instance == null
                        ? subject.key() + "|problem|" + codeKey
                        : instance.getSystem() + "|" + instance.getValue()));
        if (instance != null) {
            condition.addIdentifier(plain(instance));
        }
        setTimes(condition, prb, translation);
        setStatus(condition, prb, cleared, translation);
        setSeverity(condition, prb, translation);
        return condition;
    }

    static Identifier plain(Identifier identifier) {
        return identifier.setType(null);
    }

    private static void setTimes(Condition condition, SegmentReader prb, Translation translation) {
        var action = prb.text(1);
        var acted = TsToDateTime.map(prb.value(2), translation);
        if (acted != null && (action == null || action.equals("AD"))) {
            condition.setRecordedDateElement(acted);
        }
        var asserted = TsToDateTime.map(prb.value(7), translation);
        if (asserted != null) {
            condition.addExtension(ASSERTED, asserted);
        }
        var onset = TsToDateTime.map(prb.value(16), translation);
        var onsetText = prb.wholeText(17);
        if (onset != null) {
            condition.setOnset(onset);
            if (onsetText != null) {
                condition.addNote().setText("Onset: " + onsetText);
            }
        } else if (onsetText != null) {
            condition.setOnset(new StringType(onsetText));
        }
        DateTimeType resolved = TsToDateTime.map(prb.value(9), translation);
        if (resolved != null) {
            condition.setAbatement(resolved);
        }
    }

    private static void setStatus(
            Condition condition, SegmentReader prb, Set<String> cleared, Translation translation) {
        if (ActionCode.isDelete(prb.text(1))) {
            // con-5: what was never there has no clinical status
            condition.setVerificationStatus(concept(VERIFICATION, "entered-in-error", "Entered in Error"));
            cleared.add("clinicalStatus");
            prb.ignore(13, 14);
            return;
        }
        var verification = status(prb, 13, "HL7PRB-13", VERIFICATION, translation);
        if (verification != null) {
            condition.setVerificationStatus(verification);
        }
        var clinical = status(prb, 14, "HL7PRB-14", CLINICAL, translation);
        if (condition.hasAbatement() && (clinical == null || isOngoing(clinical))) {
            clinical = concept(CLINICAL, "resolved", "Resolved"); // con-4: what has ended is not active
        } else if (clinical == null && (prb.text(1) == null || "AD".equals(prb.text(1)))) {
            clinical = concept(CLINICAL, "active", "Active");
        }
        condition.setClinicalStatus(clinical);
    }

    private static boolean isOngoing(CodeableConcept status) {
        return status.getCoding().stream()
                .anyMatch(coding -> CLINICAL.equals(coding.getSystem())
                        && Set.of("active", "recurrence", "relapse").contains(coding.getCode()));
    }

    /** The tables are the site's own: only words that mean a status of FHIR become one. */
    private static @Nullable CodeableConcept status(
            SegmentReader prb, int field, String table, String system, Translation translation) {
        var value = prb.value(field);
        if (value == null) {
            return null;
        }
        var text = value.component(2);
        for (var word : new @Nullable String[] {value.component(1), text}) {
            var entry = word == null ? null : CodeTable.of(table).get(word);
            if (entry != null) {
                value.component(3);
                var status = concept(system, entry.target(), entry.display());
                return text == null ? status : status.setText(text);
            }
        }
        translation.warn("code-invalid", value.path(), "No status of FHIR is known for this code; left out.");
        return null;
    }

    private static void setSeverity(Condition condition, SegmentReader prb, Translation translation) {
        var severity = CweToCodeableConcept.map(prb.value(26), translation);
        if (severity != null) {
            condition.setSeverity(severity);
        }
    }

    private static CodeableConcept concept(String system, String code, @Nullable String display) {
        return new CodeableConcept().addCoding(new Coding(system, code, display));
    }
}
