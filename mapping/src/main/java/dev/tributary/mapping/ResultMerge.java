package dev.tributary.mapping;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;

/** What is special in {@link ElementMerge} about orders, results, documents and appointments. */
final class ResultMerge {

    private static final Set<String> OPEN = Set.of("registered", "partial", "preliminary");
    private static final Set<String> SETTLED =
            Set.of("final", "amended", "corrected", "appended", "cancelled", "entered-in-error");

    private ResultMerge() {}

    /** A preliminary result never takes the place of a final one, whenever it was sent. */
    static boolean isOutdated(Resource incoming, Resource existing) {
        return OPEN.contains(status(incoming)) && SETTLED.contains(status(existing));
    }

    /** Settles what must not simply be carried; {@code existing} is a copy and is changed. */
    static void carryForward(Resource incoming, Resource existing) {
        if (incoming instanceof Observation observation && existing instanceof Observation previous) {
            carry(observation, previous);
        } else if (incoming instanceof DiagnosticReport report && existing instanceof DiagnosticReport previous) {
            carry(report, previous);
        } else if (incoming instanceof ServiceRequest request && existing instanceof ServiceRequest previous) {
            carry(request, previous);
        } else if (incoming instanceof DocumentReference document && existing instanceof DocumentReference previous) {
            carry(document, previous);
        } else if (incoming instanceof Appointment appointment && existing instanceof Appointment previous) {
            carry(appointment, previous);
        }
    }

    /** A document of which only the number was known gets what an older message says of it. */
    static void fillGaps(DocumentReference existing, DocumentReference late) {
        if (isPlaceholder(existing) && !isPlaceholder(late)) {
            existing.setContent(late.getContent());
        }
        ElementMerge.fillAbsent(existing, late, "", Set.of("status", "docStatus", "content"));
    }

    /** A result is replaced as one: the old interpretation says nothing of the new value. */
    private static void carry(Observation incoming, Observation existing) {
        if (incoming.getStatus() == ObservationStatus.UNKNOWN) {
            incoming.setStatus(existing.getStatus());
        }
        if (incoming.hasValue() || incoming.hasDataAbsentReason() || incoming.hasComponent()) {
            existing.setValue(null);
            existing.setDataAbsentReason(null);
            existing.setComponent(null);
            existing.setInterpretation(null);
            existing.setReferenceRange(null);
            existing.setNote(null);
        }
    }

    /** A correction sends the corrected observations only; the others still belong to the report. */
    private static void carry(DiagnosticReport incoming, DiagnosticReport existing) {
        if (incoming.getStatus() == DiagnosticReportStatus.UNKNOWN) {
            incoming.setStatus(existing.getStatus());
        }
        for (var result : existing.getResult()) {
            if (incoming.hasResult() && lacks(incoming.getResult(), result)) {
                incoming.addResult(result);
            }
        }
    }

    /** Every message on an order has a time; the earliest is the one when it was ordered. */
    private static void carry(ServiceRequest incoming, ServiceRequest existing) {
        if (incoming.getStatus() == ServiceRequestStatus.UNKNOWN) {
            incoming.setStatus(existing.getStatus());
        }
        if (incoming.hasAuthoredOn()
                && existing.hasAuthoredOn()
                && existing.getAuthoredOn().before(incoming.getAuthoredOn())) {
            incoming.setAuthoredOnElement(existing.getAuthoredOnElement().copy());
        }
    }

    /** A notification without content does not take the content away. */
    private static void carry(DocumentReference incoming, DocumentReference existing) {
        if (isPlaceholder(incoming) && existing.hasContent()) {
            incoming.setContent(null);
        }
    }

    /** A cancellation names the patient only; whom else it concerns is known. */
    private static void carry(Appointment incoming, Appointment existing) {
        var namesPatientOnly = incoming.getParticipant().stream().allMatch(ResultMerge::isPatient);
        if (namesPatientOnly) {
            existing.getParticipant().stream()
                    .filter(participant -> !isPatient(participant))
                    .forEach(incoming::addParticipant);
        }
    }

    private static boolean isPatient(Appointment.AppointmentParticipantComponent participant) {
        return "Patient".equals(participant.getActor().getReferenceElement().getResourceType());
    }

    private static boolean isPlaceholder(DocumentReference document) {
        return document.getContent().stream()
                .noneMatch(content -> content.getAttachment().hasData()
                        || content.getAttachment().hasUrl());
    }

    private static boolean lacks(List<Reference> references, Reference wanted) {
        return references.stream().noneMatch(each -> Objects.equals(each.getReference(), wanted.getReference()));
    }

    private static String status(Resource resource) {
        if (resource instanceof Observation observation && observation.hasStatus()) {
            return observation.getStatus().toCode();
        }
        return resource instanceof DiagnosticReport report && report.hasStatus()
                ? report.getStatus().toCode()
                : "";
    }
}
