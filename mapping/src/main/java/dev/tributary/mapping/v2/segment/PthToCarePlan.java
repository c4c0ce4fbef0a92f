package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.CarePlan.CarePlanIntent;
import org.hl7.fhir.r4.model.CarePlan.CarePlanStatus;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * PTH to CarePlan. HL7's guide has no map; the fields are those of
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/PTH">HL7 v2 chapter 12</a>.
 */
public final class PthToCarePlan {

    private PthToCarePlan() {}

    /** Null, with a warning, if PTH-2 does not say which pathway. */
    public static @Nullable CarePlan map(SegmentReader pth, PatientContext subject, Translation translation) {
        var value = pth.value(2);
        var pathway = CweToCodeableConcept.map(value, translation);
        var codeKey = value == null ? null : CweToCodeableConcept.key(value, translation.profile());
        if (pathway == null || codeKey == null) {
            translation.warn("required", pth.segment().path(2), "No pathway; the plan cannot be recorded.");
            return null;
        }
        var plan = new CarePlan()
                .setIntent(CarePlanIntent.PLAN)
                .setSubject(subject.ofPatient())
                .setEncounter(subject.ofEncounter())
                .addCategory(pathway)
                .setTitle(
                        pathway.hasText()
                                ? pathway.getText()
                                : pathway.getCodingFirstRep().getCode());
        var instance = EiToIdentifier.map(pth.value(3), "pathway", translation);
        plan.setId(translation.id(
                "CarePlan",
                instance == null
                        ? subject.key() + "|pathway|" + codeKey
                        : instance.getSystem() + "|" + instance.getValue()));
        if (instance != null) {
            plan.addIdentifier(PrbToCondition.plain(instance));
        }
        plan.setStatus(status(pth, translation));
        setTimes(plan, pth, translation);
        return plan;
    }

    private static void setTimes(CarePlan plan, SegmentReader pth, Translation translation) {
        var established = TsToDateTime.map(pth.value(4), translation);
        var changed = TsToDateTime.map(pth.value(6), translation);
        var period = new Period();
        if (established != null) {
            plan.setCreatedElement(established);
            period.setStartElement(established.copy());
        }
        var hasEnded = plan.getStatus() == CarePlanStatus.COMPLETED || plan.getStatus() == CarePlanStatus.REVOKED;
        if (changed != null && hasEnded) {
            period.setEndElement(changed);
        }
        if (!period.isEmpty()) {
            plan.setPeriod(period);
        }
    }

    private static CarePlanStatus status(SegmentReader pth, Translation translation) {
        if (ActionCode.isDelete(pth.text(1))) {
            pth.ignore(5);
            return CarePlanStatus.ENTEREDINERROR;
        }
        var value = pth.value(5);
        if (value == null) {
            return CarePlanStatus.ACTIVE;
        }
        for (var word : new @Nullable String[] {value.component(1), value.component(2)}) {
            var entry = word == null ? null : CodeTable.of("HL7PTH-5").get(word);
            if (entry != null) {
                value.component(3);
                return CarePlanStatus.fromCode(entry.target());
            }
        }
        translation.warn("code-invalid", value.path(), "No status of FHIR is known for this code; unknown is taken.");
        return CarePlanStatus.UNKNOWN;
    }
}
