package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-oru-r01-to-bundle.html">ORU_R01</a>, and ORU R30 to R32, R40 and
 * OUL R21 to R24, which arrange the same segments otherwise: for each patient, a report for each OBR.
 */
final class OruR01 {

    private OruR01() {}

    static void map(V2Message message, Translation translation) {
        var groups = MessageGroups.of(message, translation.event().code());
        groups.strays().forEach(translation::read);
        for (var group : groups.patients()) {
            var subject = Subject.mention(group.asMessage(message), translation);
            if (subject != null) {
                map(group, subject, translation);
            }
        }
        if (groups.patients().isEmpty()) {
            translation.error("required", "PID", "No PID segment: nobody can say who this message is about.");
        }
    }

    static void map(PatientGroup group, Subject subject, Translation translation) {
        var patient = new PatientParts(group, subject, translation);
        patient.readRest();
        var results = new ResultMaps(subject, patient.specimens(), patient.observations(), translation);
        results.withoutOrder(group.observations());
        group.orders().forEach(results::map);
    }
}
