package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Reference;

/** Health Concern Act: <a href="https://hl7.org/fhir/us/ccda/CF-problems.html">its problems are Conditions</a> of category health-concern. */
final class ConcernToConditions {

    private ConcernToConditions() {}

    static List<Reference> map(Entry entry) {
        var found = new ArrayList<>(ProblemObservationToCondition.ofAct(entry, "health-concern"));
        for (var observation : Related.all(entry.element(), "observation")) {
            if (observation.hasTemplate("2.16.840.1.113883.10.20.22.4.38")) {
                found.addAll(SocialHistoryToObservation.map(entry.inner(observation)));
            } else if (observation.hasTemplate("2.16.840.1.113883.10.20.22.4.7")) {
                found.add(AllergyObservationToAllergyIntolerance.map(entry.inner(observation), entry.element()));
            } else if (isAssessment(entry.inner(observation))) {
                found.addAll(ScaleToObservation.map(entry.inner(observation)));
            }
        }
        for (var act : Related.all(entry.element(), "act")) {
            if (act.hasTemplate("2.16.840.1.113883.10.20.22.4.3")) {
                found.addAll(ProblemObservationToCondition.ofAct(entry.inner(act), "health-concern"));
            }
        }
        return found;
    }

    private static boolean isAssessment(Entry entry) {
        var element = entry.element();
        return element.hasTemplate("2.16.840.1.113883.10.20.22.4.69")
                || element.hasTemplate("2.16.840.1.113883.10.20.22.4.67")
                || element.hasTemplate("2.16.840.1.113883.10.20.22.4.2")
                || CdToCodeableConcept.hasCode(element.child("code"), CdaConcepts.code("problems"));
    }
}
