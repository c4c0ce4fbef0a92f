package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import dev.tributary.mapping.v2.segment.Visit;
import dev.tributary.mapping.v2.segment.VisitEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-adt-a01-to-bundle.html">ADT_A01</a> and the events that share its
 * segments: those of {@code HL70003-VisitEvent.csv} are about a visit, A28, A29 and A31 about a person only.
 */
final class AdtMessage {

    private static final Set<String> PERSON_EVENTS = Set.of("A28", "A29", "A31");

    private AdtMessage() {}

    static void map(V2Message message, Translation translation) {
        map(message.segments(), translation);
    }

    /** One PID and what belongs to it; null, with an error, if it does not say who it is. */
    static @Nullable Subject map(List<V2Segment> segments, Translation translation) {
        var pid = first(segments, "PID");
        if (pid == null) {
            translation.error("required", "PID", "No PID segment: nobody can say who this message is about.");
            return null;
        }
        var key = PatientSegments.patientKey(pid, translation);
        if (key == null) {
            return null;
        }
        var cleared = new HashSet<String>();
        var patient = PatientSegments.map(pid, key, segments, translation, cleared);
        setActive(patient, translation.event().code());
        translation.write(patient, cleared);
        PatientSegments.writeRelated(segments, key, translation);
        var reference = PatientSegments.reference(key, translation);
        var visit = visit(segments, pid, key, translation);
        var subject = new Subject(
                key,
                reference,
                patient,
                visit == null ? null : visit.encounterKey(),
                translation.read(pid).value(18),
                translation);
        new VisitSegments(subject, visit).map(segments);
        return subject;
    }

    /** A28 adds a person, again if need be, and A29 deletes one; other events say nothing of whether the record is in use. */
    private static void setActive(Patient patient, String event) {
        switch (event) {
            case "A28" -> patient.setActive(true);
            case "A29" -> patient.setActive(false);
            default -> {}
        }
    }

    /**
     * Whom a group of segments was about.
     *
     * @param resource the Patient as it was written; what follows the PID may still add to it
     * @param encounterKey null if it is about no visit, or does not say which
     * @param account PID-18
     */
    record Subject(
            String key,
            Reference patient,
            Patient resource,
            @Nullable String encounterKey,
            @Nullable V2Value account,
            Translation translation) {

        String id() {
            return resource.getIdElement().getIdPart();
        }
    }

    static @Nullable V2Segment first(List<V2Segment> segments, String name) {
        return segments.stream()
                .filter(segment -> segment.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Null if the message is not about a visit, or does not say which. */
    private static @Nullable Visit visit(
            List<V2Segment> segments, V2Segment pid, String patientKey, Translation translation) {
        var event = translation.event().code();
        if (PERSON_EVENTS.contains(event)) {
            return null;
        }
        var isUpdate = VisitEvent.of(event).isUpdate();
        var pv1 = first(segments, "PV1");
        if (pv1 == null) {
            if (!isUpdate) {
                translation.warn(
                        "required", "PV1", "No PV1 segment: the visit that this event is about is not recorded.");
            }
            return null;
        }
        var account = pid.value(18);
        var basis = Visit.basis(pv1, account);
        if (basis == Visit.Basis.NONE && isUpdate) {
            // An update that names no visit is an update of the person: it must not begin a visit.
            translation.inform(
                    "not-found", "PV1-19", "Neither visit number nor admit time: only the patient is updated.");
            return null;
        }
        if (basis == Visit.Basis.ACCOUNT) {
            translation.inform(
                    "informational",
                    "PV1-19",
                    "Neither visit number nor admit time: the account number of PID-18 stands for the visit.");
        } else if (basis == Visit.Basis.NONE) {
            translation.warn(
                    "required",
                    "PV1-19",
                    "Neither visit number nor admit time: taken for the one open visit of this patient."
                            + " Ask the sender for PV1-19.");
        }
        var patient = PatientSegments.reference(patientKey, translation);
        return Visit.of(pv1, account, patientKey, patient, translation.profile());
    }
}
