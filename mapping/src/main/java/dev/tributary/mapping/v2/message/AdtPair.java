package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Patient.LinkType;

/**
 * Events about two patients, each with a PID and what follows it: A17 swaps their beds, A24 says that both are one person and A37 that
 * they are not, after all. HL7's guide has no map for them; links follow
 * <a href="https://hl7.org/fhir/R4/patient-definitions.html#Patient.link">Patient.link</a>, type seealso.
 */
final class AdtPair {

    private AdtPair() {}

    static void swap(V2Message message, Translation translation) {
        subjects(message, translation);
    }

    static void link(V2Message message, Translation translation) {
        var subjects = subjects(message, translation);
        if (subjects.size() < 2) {
            return;
        }
        var one = subjects.get(0);
        for (var other : subjects.subList(1, subjects.size())) {
            one.resource()
                    .addLink()
                    .setType(LinkType.SEEALSO)
                    .setOther(other.patient().copy());
            other.resource()
                    .addLink()
                    .setType(LinkType.SEEALSO)
                    .setOther(one.patient().copy());
            translation.change(new Change.LinkPatients(one.id(), other.id()));
        }
    }

    static void unlink(V2Message message, Translation translation) {
        var subjects = subjects(message, translation);
        if (subjects.size() < 2) {
            return;
        }
        var one = subjects.get(0);
        for (var other : subjects.subList(1, subjects.size())) {
            translation.clear(one.resource(), "link." + other.patient().getReference());
            translation.clear(other.resource(), "link." + one.patient().getReference());
            translation.change(new Change.UnlinkPatients(one.id(), other.id()));
        }
    }

    private static List<AdtMessage.Subject> subjects(V2Message message, Translation translation) {
        var subjects = new ArrayList<AdtMessage.Subject>();
        for (var group : PatientGroups.of(message.segments())) {
            var subject = AdtMessage.map(group, translation);
            if (subject != null) {
                subjects.add(subject);
            }
        }
        areTwo(subjects, translation);
        return subjects;
    }

    private static boolean areTwo(List<AdtMessage.Subject> subjects, Translation translation) {
        var isPair = subjects.stream().map(AdtMessage.Subject::id).distinct().count() > 1;
        if (!isPair) {
            translation.error("required", "PID[2]-3", "No second patient: nobody can say with whom.");
        }
        return isPair;
    }
}
