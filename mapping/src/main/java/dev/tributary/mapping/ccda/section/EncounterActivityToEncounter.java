package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;

/** <a href="https://hl7.org/fhir/us/ccda/CF-encounters.html">Encounter Activity to Encounter</a> with its diagnoses and reasons. */
final class EncounterActivityToEncounter {

    private EncounterActivityToEncounter() {}

    static List<Reference> map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var encounter = EncounterToEncounter.map(entry);
        var found = new ArrayList<Reference>();
        for (var act : Related.all(element, "act")) {
            for (var condition : diagnoses(entry, act)) {
                found.add(condition);
                EncounterDiagnoses.add(encounter, condition, EncounterDiagnoses.use(act), translation);
            }
        }
        for (var observation : Related.all(element, "RSON", "observation")) {
            addReason(encounter, observation, entry);
        }
        found.add(0, translation.write(encounter, element));
        return found;
    }

    private static List<Reference> diagnoses(Entry entry, CdaElement act) {
        return act.hasTemplate("2.16.840.1.113883.10.20.22.4.80")
                        || act.child("code").has("code", CdaConcepts.code("encounterDiagnosis"))
                        || act.hasTemplate("2.16.840.1.113883.10.20.22.4.34")
                        || act.hasTemplate("2.16.840.1.113883.10.20.22.4.33")
                ? ProblemObservationToCondition.ofAct(entry.inner(act), "encounter-diagnosis")
                : List.of();
    }

    /** A reason that is a problem of the document is a reference to it. */
    private static void addReason(Encounter encounter, CdaElement observation, Entry entry) {
        var known = entry.translation().written(observation);
        if (known != null && known.getReference().startsWith("Condition/")) {
            encounter.addReasonReference(known);
            return;
        }
        var reason = Related.value(observation, entry.translation());
        if (reason != null) {
            encounter.addReasonCode(reason);
        }
    }
}
