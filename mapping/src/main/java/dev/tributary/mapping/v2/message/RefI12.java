package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.PrdToPractitioner;
import dev.tributary.mapping.v2.segment.Rf1ToServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * REF I12 to I15 and the responses RRI: a referral as ServiceRequest, from the provider of PRD role RP to that of role RT, with the
 * results that come along. Ours: HL7's guide has no map for it; rests on
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents/REF_I12">chapter 11 of HL7 v2</a>.
 */
final class RefI12 {

    private RefI12() {}

    static void map(V2Message message, Translation translation) {
        var segment = message.first("RF1").orElse(null);
        var groups = MessageGroups.of(message, translation.event().code());
        var pid = message.first("PID").orElse(null);
        var subject = pid == null ? null : Subject.mention(message, translation);
        if (subject == null) {
            if (pid == null) {
                translation.error("required", "PID", "No PID segment: nobody can say who is referred.");
            }
            return;
        }
        ServiceRequest referral = null;
        var key = segment == null ? null : Rf1ToServiceRequest.key(segment, translation);
        if (segment != null) {
            var known = key == null ? translation.event().controlId() : key;
            referral = Rf1ToServiceRequest.map(
                    translation.read(segment), known, subject.patient(), subject.encounter(), translation);
        } else {
            translation.warn("required", "RF1", "No RF1 segment: the referral itself is not recorded.");
        }
        for (var stray : groups.strays()) {
            takeStray(stray, referral, translation);
        }
        for (var group : groups.patients()) {
            annotate(group, referral, translation);
            takePatient(group, subject, translation);
        }
        if (referral != null) {
            translation.write(referral);
        }
    }

    /** The comments stand at the end of the message, and are about the referral. */
    private static void annotate(PatientGroup group, @Nullable ServiceRequest referral, Translation translation) {
        if (referral != null) {
            group.notes().forEach(nte -> takeStray(nte, referral, translation));
            group.notes().clear();
        }
    }

    private static void takePatient(PatientGroup group, Subject subject, Translation translation) {
        var parts = new PatientParts(group, subject, translation);
        parts.readRest();
        var results = new ResultMaps(subject, parts.specimens(), parts.observations(), translation);
        results.withoutOrder(group.observations());
        group.orders().forEach(results::map);
    }

    private static void takeStray(V2Segment segment, @Nullable ServiceRequest referral, Translation translation) {
        if (segment.name().equals("RF1") && segment.occurrence() == 1) {
            return;
        }
        var reader = translation.read(segment);
        if (referral == null) {
            return;
        }
        if (segment.name().equals("PRD")) {
            addProvider(referral, reader, translation);
        } else if (segment.name().equals("NTE")) {
            var note = NteToAnnotation.map(reader, translation);
            if (note != null) {
                referral.addNote(note);
            }
        }
    }

    private static void addProvider(ServiceRequest referral, SegmentReader prd, Translation translation) {
        var role = prd.text(1);
        var provider = PrdToPractitioner.write(prd, translation);
        if (provider == null || role == null) {
            return;
        }
        var part = CodeTable.of("HL70286-Referral").get(role);
        if (part == null) {
            return;
        }
        if (part.target().equals("performer")) {
            referral.addPerformer(provider);
        } else if (!referral.hasRequester()) {
            referral.setRequester(provider);
        }
    }
}
