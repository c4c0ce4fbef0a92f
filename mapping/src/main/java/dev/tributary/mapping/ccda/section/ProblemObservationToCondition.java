package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Age;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/CF-problems.html">Problem Observation to Condition</a>, wherever it stands. */
final class ProblemObservationToCondition {

    private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    private static final String VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category";
    private static final String US_CORE_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/condition-category";
    private static final String ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate";
    private static final Set<String> OVER = Set.of("inactive", "remission", "resolved");

    private ProblemObservationToCondition() {}

    /**
     * @param concern the act around the observation; absent if there is none
     * @param category {@code problem-list-item}, {@code encounter-diagnosis} or {@code health-concern}
     */
    static Reference map(Entry entry, CdaElement concern, String category) {
        var observation = entry.element();
        var translation = entry.translation();
        var condition = new Condition();
        condition.setId(translation.entryId("Condition", observation));
        condition.setIdentifier(IiToIdentifier.all(observation, translation.profile()));
        condition.setSubject(translation.patient());
        condition
                .addCategory()
                .addCoding()
                .setSystem(category.equals("health-concern") ? US_CORE_CATEGORY : CATEGORY)
                .setCode(category);
        setCode(condition, entry);
        setTimes(condition, entry);
        setStatus(condition, entry, concern);
        condition.setSeverity(severity(entry));
        addSites(condition, entry);
        condition.setRecorder(Related.author(translation, observation, concern));
        condition.setRecordedDateElement(Related.authored(translation, observation, concern));
        condition.setNote(Related.notes(observation, translation));
        Related.notes(concern, translation).forEach(condition::addNote);
        return translation.write(condition, observation);
    }

    private static void setCode(Condition condition, Entry entry) {
        var value = entry.element().child("value");
        if (entry.isNegated() && deniesAny(value)) {
            condition.setCode(CdaConcepts.concept("noProblem"));
            return;
        }
        var code = Related.value(entry.element(), entry.translation());
        condition.setCode(code == null ? CdToCodeableConcept.absent(value.nullFlavor()) : code);
        if (entry.isNegated()) {
            condition.setVerificationStatus(concept(VERIFICATION, "refuted"));
        }
    }

    private static boolean deniesAny(CdaElement value) {
        var code = value.attribute("code");
        return code == null
                ? value.children("translation").isEmpty()
                        && value.child("originalText").isAbsent()
                : CodeMap.of("AnyProblem").get(code) != null;
    }

    private static void setTimes(Condition condition, Entry entry) {
        var translation = entry.translation();
        var time = entry.element().child("effectiveTime");
        var point = IvlTsToPeriod.point(time, translation);
        var onset = point == null ? IvlTsToPeriod.point(time.child("low"), translation) : point;
        condition.setOnset(onset == null ? age(entry) : onset);
        var high = time.child("high");
        var end = IvlTsToPeriod.point(high, translation);
        if (end == null && "UNK".equals(high.nullFlavor())) {
            end = new DateTimeType();
            end.addExtension(NullFlavor.dataAbsentReason("UNK"));
        }
        if (end != null) {
            condition.setAbatement(end);
        }
        var diagnosed = IvlTsToPeriod.dateTime(
                Related.coded(entry.element(), "act", CdaConcepts.code("diagnosisDate"))
                        .child("effectiveTime"),
                translation);
        if (diagnosed != null) {
            condition.addExtension(new Extension(ASSERTED, diagnosed));
        }
    }

    private static @Nullable Age age(Entry entry) {
        var observation = Related.coded(entry.element(), "observation", CdaConcepts.code("ageAtOnset"));
        var quantity = PqToQuantity.map(observation.child("value"), entry.translation());
        if (quantity == null) {
            return null;
        }
        var age = new Age();
        age.setValue(quantity.getValue()).setUnit(quantity.getUnit()).setSystem(quantity.getSystem());
        return (Age) age.setCode(quantity.getCode());
    }

    /** The status observation first, then the act around it; whatever has ended is not active. */
    private static void setStatus(Condition condition, Entry entry, CdaElement concern) {
        var observed = Related.coded(entry.element(), "observation", CdaConcepts.code("status"))
                .child("value")
                .attribute("code");
        var status = CodeMap.of("ProblemStatus").target(observed);
        if (status != null && !OVER.contains(status) && isUnknown(condition.getAbatement())) {
            // An end of which nobody knows does not take back what is said of today.
            condition.setAbatement(null);
        }
        var isOver = condition.getAbatement() != null;
        if (status == null && isOver) {
            status = "resolved";
        }
        if (status == null) {
            var code = concern.child("statusCode").attribute("code");
            status = CodeMap.of("ConditionClinicalStatus").target(code);
        }
        if (status == null) {
            status = "active";
        }
        if (isOver && !OVER.contains(status)) {
            entry.translation()
                    .warn(
                            "business-rule",
                            entry.element(),
                            "The problem is called " + status + " and has an end; with an end it counts as inactive.");
            status = "inactive";
        }
        condition.setClinicalStatus(concept(CLINICAL, status));
    }

    private static boolean isUnknown(@Nullable Type end) {
        return end != null && !end.hasPrimitiveValue();
    }

    private static @Nullable CodeableConcept severity(Entry entry) {
        var severity = Related.coded(entry.element(), "observation", "SEV");
        return CdToCodeableConcept.map(severity.child("value"), entry.translation());
    }

    private static void addSites(Condition condition, Entry entry) {
        for (var site : entry.element().children("targetSiteCode")) {
            var mapped = CdToCodeableConcept.map(site, entry.translation());
            if (mapped != null) {
                condition.addBodySite(mapped);
            }
        }
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept().addCoding(new Coding(system, code, null));
    }

    /** All problem observations in an act: a concern or a diagnosis. */
    static List<Reference> ofAct(Entry act, String category) {
        return Related.all(act.element(), "observation").stream()
                .filter(ProblemObservationToCondition::isProblem)
                .map(observation -> map(act.held(observation), act.element(), category))
                .toList();
    }

    private static boolean isProblem(CdaElement observation) {
        return observation.hasTemplate("2.16.840.1.113883.10.20.22.4.4")
                || observation.hasTemplate("2.16.840.1.113883.10.20.1.28")
                || (observation.child("value").exists()
                        && !CdToCodeableConcept.hasCode(observation.child("code"), CdaConcepts.code("status"))
                        && !CdToCodeableConcept.hasCode(observation.child("code"), "SEV")
                        && !CdToCodeableConcept.hasCode(observation.child("code"), CdaConcepts.code("prognosis"))
                        && !observation.hasTemplate("2.16.840.1.113883.10.20.22.4.143")
                        && "CD".equals(observation.child("value").type()));
    }
}
