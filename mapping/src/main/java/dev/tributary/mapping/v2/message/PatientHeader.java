package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.PatientContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The part of a message of orders, vaccinations, charges or problems that tells of the patient, as ADT does: PID to PV2, allergies,
 * insurance. The visit is named, not told, since its state is for ADT to say.
 */
final class PatientHeader {

    /** Belong to the patient wherever they stand. */
    private static final Set<String> ANYWHERE =
            Set.of("MSH", "EVN", "PID", "PD1", "NK1", "PV1", "PV2", "AL1", "IAM", "GT1", "IN1", "IN2", "IN3");

    /** Which question was answered, and how: nothing of it is about the patient. */
    private static final Set<String> ANSWER = Set.of("MSA", "ERR", "QAK", "QPD", "QRD", "QRF", "QRI", "DSC", "SFT");

    private final List<V2Segment> answer = new ArrayList<>();
    private final List<V2Segment> header = new ArrayList<>();
    private final List<V2Segment> body = new ArrayList<>();

    /** @param begins names of the segments with which the body begins */
    PatientHeader(V2Message message, Set<String> begins) {
        var hasBegun = false;
        for (var segment : message.segments()) {
            hasBegun |= begins.contains(segment.name());
            if (ANSWER.contains(segment.name())) {
                answer.add(segment);
            } else if (ANYWHERE.contains(segment.name()) || !hasBegun) {
                header.add(segment);
            } else {
                body.add(segment);
            }
        }
    }

    List<V2Segment> body() {
        return body;
    }

    /** Writes patient, visit and what belongs to them; null, with an error, if the message does not say who it is about. */
    @Nullable
    PatientContext write(Translation translation) {
        translation.mentionVisit();
        answer.forEach(segment -> translation.read(segment).ignoreAll());
        var subject = AdtMessage.map(header, translation);
        if (subject == null) {
            return null;
        }
        var encounter = subject.encounterKey() == null
                ? null
                : new Reference("Encounter/" + translation.id("Encounter", subject.encounterKey()));
        var account =
                subject.account() == null ? null : CxToIdentifier.key(subject.account(), "AN", translation.profile());
        return new PatientContext(
                subject.key(),
                subject.patient(),
                encounter,
                account == null ? null : new Reference("Account/" + translation.id("Account", account)));
    }
}
