package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Concepts;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * DB1 to Condition: that the patient is, was or is not disabled. Ours: HL7's guide has no map; the fields are those of
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/DB1">HL7 v2 chapter 3</a>.
 */
public final class Db1ToCondition {

    private static final String TERMS = "http://terminology.hl7.org/CodeSystem/";

    private Db1ToCondition() {}

    /** Writes nothing if DB1-2 names another person than the patient, or if there is no indicator (DB1-4). */
    public static void write(SegmentReader db1, String key, Reference patient, Translation translation) {
        db1.ignore(1);
        var whose = db1.segment().value(2);
        var isOfPatient = whose == null || "PT".equals(whose.component(1));
        if (!isOfPatient || !db1.segment().isValued(4)) {
            return;
        }
        db1.text(2);
        var start = TsToDateTime.map(db1.value(5), translation);
        var condition = new Condition().setSubject(patient.copy());
        condition
                .setCode(Concepts.concept("disability").setText("Disability"))
                .addCategory(concept("condition-category", "problem-list-item", "Problem List Item"));
        condition.setId(translation.id(
                "Condition", key + "|disability" + (start == null ? "" : "|" + start.getValueAsString())));
        var number = db1.value(3);
        var identifier = number == null ? null : CxToIdentifier.map(number, translation);
        if (identifier != null) {
            condition.addIdentifier(identifier);
        }
        if (start != null) {
            condition.setOnset(start);
        }
        if ("N".equals(db1.text(4))) {
            condition.setVerificationStatus(concept("condition-ver-status", "refuted", "Refuted"));
        } else {
            setEnd(condition, db1, translation);
        }
        translation.write(condition);
    }

    /** con-4: what has ended is not active, and what is to end has not ended yet. */
    private static void setEnd(Condition condition, SegmentReader db1, Translation translation) {
        var end = TsToDateTime.map(db1.value(6), translation);
        var hasEnded = end != null && !isAfter(end, translation.event().occurred());
        if (hasEnded) {
            condition.setAbatement(end);
        } else if (end != null) {
            condition.addNote().setText("Expected to end " + end.getValueAsString());
        }
        condition.setClinicalStatus(
                hasEnded
                        ? concept("condition-clinical", "inactive", "Inactive")
                        : concept("condition-clinical", "active", "Active"));
    }

    private static boolean isAfter(DateTimeType time, @Nullable DateTimeType event) {
        return event != null && time.getValue().after(event.getValue());
    }

    private static CodeableConcept concept(String system, String code, String display) {
        return new CodeableConcept().addCoding(new Coding(TERMS + system, code, display));
    }
}
