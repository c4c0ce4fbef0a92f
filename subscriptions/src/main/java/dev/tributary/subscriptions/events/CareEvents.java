package dev.tributary.subscriptions.events;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened to documents, appointments and prescriptions from their states before and after a write. Pure: the same state twice
 * gives nothing.
 */
final class CareEvents {

    private static final Set<AppointmentStatus> NOT_HELD =
            EnumSet.of(AppointmentStatus.CANCELLED, AppointmentStatus.ENTEREDINERROR);
    private static final Set<MedicationRequestIntent> PROPOSALS =
            EnumSet.of(MedicationRequestIntent.PROPOSAL, MedicationRequestIntent.PLAN, MedicationRequestIntent.OPTION);
    private static final Set<MedicationRequestStatus> STOPPED = EnumSet.of(
            MedicationRequestStatus.STOPPED, MedicationRequestStatus.CANCELLED, MedicationRequestStatus.ENTEREDINERROR);
    private static final Set<MedicationRequestStatus> RUNNING =
            EnumSet.of(MedicationRequestStatus.ACTIVE, MedicationRequestStatus.ONHOLD);

    private static final Detection NEVER_BOOKED =
            Detection.correcting(EventKind.APPOINTMENT_CANCELLED, EventKind.APPOINTMENT_BOOKED);
    private static final Detection NEVER_PRESCRIBED =
            Detection.correcting(EventKind.MEDICATION_STOPPED, EventKind.MEDICATION_PRESCRIBED);

    private CareEvents() {}

    /** A document that is current and new, becomes final or is amended, or has other content than before. */
    static List<Detection> document(@Nullable DocumentReference before, @Nullable DocumentReference after) {
        if (after == null || !isCurrent(after) || (before != null && isCurrent(before) && !isNew(before, after))) {
            return List.of();
        }
        return List.of(Detection.of(EventKind.DOCUMENT_NEW));
    }

    private static boolean isCurrent(DocumentReference document) {
        return (!document.hasStatus() || document.getStatus() == DocumentReferenceStatus.CURRENT)
                && document.getDocStatus() != ReferredDocumentStatus.ENTEREDINERROR
                && !isMention(document);
    }

    /** A document that another one names, and of which nothing else is known. */
    private static boolean isMention(DocumentReference document) {
        return !document.hasType()
                && !document.hasDate()
                && !document.hasAuthor()
                && document.getContent().stream()
                        .map(DocumentReferenceContentComponent::getAttachment)
                        .noneMatch(file -> file.hasUrl() || file.hasData() || file.hasTitle() || file.hasContentType());
    }

    private static boolean isNew(DocumentReference before, DocumentReference after) {
        boolean isSigned = after.getDocStatus() == ReferredDocumentStatus.FINAL
                || after.getDocStatus() == ReferredDocumentStatus.AMENDED;
        return (isSigned && before.getDocStatus() != after.getDocStatus())
                || !Content.same(before.getContent(), after.getContent());
    }

    /** Booked, or booked for another time; cancelled after having been known otherwise; nobody came. */
    static List<Detection> appointment(@Nullable Appointment before, @Nullable Appointment after) {
        AppointmentStatus was = before == null ? null : before.getStatus();
        if (after == null) {
            return was == null || NOT_HELD.contains(was) ? List.of() : List.of(NEVER_BOOKED);
        }
        AppointmentStatus is = after.getStatus();
        if (is == AppointmentStatus.BOOKED) {
            boolean isSame =
                    was == is && Objects.equals(Objects.requireNonNull(before).getStart(), after.getStart());
            boolean isUnderWay = was == AppointmentStatus.ARRIVED || was == AppointmentStatus.CHECKEDIN;
            return isSame || isUnderWay ? List.of() : List.of(Detection.of(EventKind.APPOINTMENT_BOOKED));
        }
        if (is == AppointmentStatus.NOSHOW && was != is) {
            return List.of(Detection.of(EventKind.APPOINTMENT_NO_SHOW));
        }
        boolean isCalledOff = is != null && NOT_HELD.contains(is) && was != null && !NOT_HELD.contains(was);
        if (!isCalledOff) {
            return List.of();
        }
        return List.of(
                is == AppointmentStatus.CANCELLED ? Detection.of(EventKind.APPOINTMENT_CANCELLED) : NEVER_BOOKED);
    }

    /** Prescribed: an order becomes active. Stopped: a running order ends before its time or never was. */
    static List<Detection> medication(@Nullable MedicationRequest before, @Nullable MedicationRequest after) {
        boolean ran = before != null && isOrder(before) && before.hasStatus() && RUNNING.contains(before.getStatus());
        if (after == null) {
            return ran ? List.of(NEVER_PRESCRIBED) : List.of();
        }
        if (!isOrder(after) || !after.hasStatus()) {
            return List.of();
        }
        if (after.getStatus() == MedicationRequestStatus.ACTIVE && !ran) {
            return List.of(Detection.of(EventKind.MEDICATION_PRESCRIBED));
        }
        if (!ran || !STOPPED.contains(after.getStatus())) {
            return List.of();
        }
        return List.of(
                after.getStatus() == MedicationRequestStatus.ENTEREDINERROR
                        ? NEVER_PRESCRIBED
                        : Detection.of(EventKind.MEDICATION_STOPPED));
    }

    private static boolean isOrder(MedicationRequest request) {
        return !request.hasIntent() || !PROPOSALS.contains(request.getIntent());
    }
}
