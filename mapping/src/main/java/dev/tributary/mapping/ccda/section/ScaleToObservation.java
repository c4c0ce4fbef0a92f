package dev.tributary.mapping.ccda.section;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;

/** Functional and mental status, nutrition and assessment scales to Observation; a scale's answers are members. Ours: the guide has no map for them. */
final class ScaleToObservation {

    private static final String CATEGORY = "survey";

    private ScaleToObservation() {}

    static List<Reference> map(Entry entry) {
        var found = new ArrayList<Reference>();
        var observation = ObservationToObservation.map(entry, CATEGORY);
        for (var inner : Related.all(entry.element(), "observation")) {
            if (inner.hasTemplate("2.16.840.1.113883.10.20.22.4.69")
                    || inner.hasTemplate("2.16.840.1.113883.10.20.22.4.86")
                    || inner.hasTemplate("2.16.840.1.113883.10.20.22.4.138")) {
                var members = map(entry.inner(inner));
                addMembers(observation, members);
                found.addAll(members);
            }
        }
        found.add(0, entry.translation().write(observation, entry.element()));
        return found;
    }

    private static void addMembers(Observation observation, List<Reference> members) {
        for (var member : members.subList(0, Math.min(1, members.size()))) {
            observation.addHasMember(member.copy());
        }
    }
}
