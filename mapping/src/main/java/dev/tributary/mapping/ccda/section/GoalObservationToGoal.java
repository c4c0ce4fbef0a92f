package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.xml.CdaElement;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Goal;
import org.hl7.fhir.r4.model.Goal.GoalLifecycleStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Goal Observation to <a href="https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-goal.html">Goal</a>. Ours: the guide has no map for it. */
final class GoalObservationToGoal {

    private GoalObservationToGoal() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var goal = new Goal();
        goal.setId(translation.entryId("Goal", element));
        goal.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        goal.setSubject(translation.patient());
        goal.setLifecycleStatus(entry.isNegated() ? GoalLifecycleStatus.REJECTED : status(entry.statusCode()));
        goal.setDescription(description(element, translation));
        var time = element.child("effectiveTime");
        var start = date(IvlTsToPeriod.point(time.child("low"), translation));
        start = start == null ? date(IvlTsToPeriod.point(time, translation)) : start;
        if (start != null) {
            goal.setStart(start);
        }
        setTarget(goal, element, translation);
        goal.setExpressedBy(expressedBy(element, translation));
        goal.setNote(Related.notes(element, translation));
        return translation.write(goal, element);
    }

    private static GoalLifecycleStatus status(String code) {
        return switch (code) {
            case "completed" -> GoalLifecycleStatus.COMPLETED;
            case "aborted", "cancelled" -> GoalLifecycleStatus.CANCELLED;
            case "suspended", "held" -> GoalLifecycleStatus.ONHOLD;
            case "nullified" -> GoalLifecycleStatus.ENTEREDINERROR;
            case "new" -> GoalLifecycleStatus.PROPOSED;
            default -> GoalLifecycleStatus.ACTIVE;
        };
    }

    /** The words of the goal, else its code. */
    private static CodeableConcept description(CdaElement element, CdaTranslation translation) {
        var code = CdToCodeableConcept.required(element.child("code"), translation);
        var words = NarrativeText.of(element.child("text"), translation);
        var value = element.child("value");
        if (words == null && ("ST".equals(value.type()) || "ED".equals(value.type()))) {
            words = NarrativeText.of(value, translation);
        }
        if (words != null) {
            if (!code.hasCoding()) {
                code = new CodeableConcept();
            }
            code.setText(words);
        }
        return code;
    }

    private static void setTarget(Goal goal, CdaElement element, CdaTranslation translation) {
        var due = date(IvlTsToPeriod.point(element.child("effectiveTime").child("high"), translation));
        var value = ObservationToObservation.value(element.child("value"), translation);
        var isDetail = value instanceof Quantity
                || value instanceof Range
                || value instanceof CodeableConcept
                || value instanceof StringType;
        if (due == null && !isDetail) {
            return;
        }
        var target = goal.addTarget();
        if (isDetail && value != null) {
            target.setMeasure(CdToCodeableConcept.required(element.child("code"), translation));
            target.setDetail(value);
        }
        if (due != null) {
            target.setDue(due);
        }
    }

    private static @Nullable DateType date(@Nullable DateTimeType time) {
        if (time == null) {
            return null;
        }
        var text = time.getValueAsString();
        return new DateType(text.substring(0, Math.min(10, text.length())));
    }

    /** The author of a goal is the patient where the author has the patient's number. */
    private static @Nullable Reference expressedBy(CdaElement element, CdaTranslation translation) {
        for (var author : element.children("author")) {
            var known = translation.written(author.child("assignedAuthor"));
            if (known != null && known.getReference().startsWith("Patient/")) {
                return known;
            }
        }
        return Related.author(translation, element);
    }
}
