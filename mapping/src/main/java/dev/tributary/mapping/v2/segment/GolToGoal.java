package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Goal;
import org.hl7.fhir.r4.model.Goal.GoalLifecycleStatus;
import org.jspecify.annotations.Nullable;

/**
 * GOL to Goal. HL7's guide has no map; the fields are those of
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/GOL">HL7 v2 chapter 12</a>.
 */
public final class GolToGoal {

    private GolToGoal() {}

    /** Null, with a warning, if GOL-3 does not say what. */
    public static @Nullable Goal map(SegmentReader gol, PatientContext subject, Translation translation) {
        var value = gol.value(3);
        var description = CweToCodeableConcept.map(value, translation);
        var codeKey = value == null ? null : CweToCodeableConcept.key(value, translation.profile());
        if (description == null || codeKey == null) {
            translation.warn("required", gol.segment().path(3), "No goal; it cannot be recorded.");
            return null;
        }
        var instance = EiToIdentifier.map(gol.value(4), "goal", translation);
        var goal = new Goal().setDescription(description).setSubject(subject.ofPatient());
        goal.setId(translation.id(
                "Goal",
                instance == null
                        ? subject.key() + "|goal|" + codeKey
                        : instance.getSystem() + "|" + instance.getValue()));
        if (instance != null) {
            goal.addIdentifier(PrbToCondition.plain(instance));
        }
        goal.setLifecycleStatus(status(gol));
        var start = TsToDateTime.date(gol.value(7), translation);
        if (start != null) {
            goal.setStart(start);
        }
        DateType due = TsToDateTime.date(gol.value(8), translation);
        if (due != null) {
            goal.addTarget().setDue(due);
        }
        var acted = TsToDateTime.date(gol.value(2), translation);
        if (acted != null) {
            goal.setStatusDateElement(acted);
        }
        return goal;
    }

    private static GoalLifecycleStatus status(SegmentReader gol) {
        if (ActionCode.isDelete(gol.text(1))) {
            gol.ignore(18);
            return GoalLifecycleStatus.ENTEREDINERROR;
        }
        var value = gol.value(18);
        for (var word : value == null
                ? new @Nullable String[0]
                : new @Nullable String[] {value.component(1), value.component(2)}) {
            var entry = word == null ? null : CodeTable.of("HL7GOL-18").get(word);
            if (entry != null) {
                return GoalLifecycleStatus.fromCode(entry.target());
            }
        }
        return GoalLifecycleStatus.ACTIVE;
    }
}
