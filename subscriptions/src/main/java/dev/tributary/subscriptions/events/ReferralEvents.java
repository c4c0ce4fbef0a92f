package dev.tributary.subscriptions.events;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a referral moved on: a Task about a ServiceRequest, or a ServiceRequest that is a referral, is new or changes its status or
 * whose turn it is. Drafts are nobody's business yet. Pure.
 */
final class ReferralEvents {

    /** SNOMED CT: patient referral, and referral to a service. */
    private static final Set<String> REFERRAL = Set.of("3457005", "306206005");

    private static final Set<TaskStatus> TASK_DRAFTS = EnumSet.of(TaskStatus.DRAFT, TaskStatus.NULL);
    private static final Set<ServiceRequestStatus> REQUEST_DRAFTS =
            EnumSet.of(ServiceRequestStatus.DRAFT, ServiceRequestStatus.NULL);
    private static final List<Detection> CHANGED = List.of(Detection.of(EventKind.REFERRAL_CHANGED));

    private ReferralEvents() {}

    static List<Detection> task(@Nullable Task before, @Nullable Task after) {
        Task latest = after == null ? before : after;
        if (latest == null || !isReferral(latest)) {
            return List.of();
        }
        boolean was = before != null && before.hasStatus() && !TASK_DRAFTS.contains(before.getStatus());
        boolean is = after != null && after.hasStatus() && !TASK_DRAFTS.contains(after.getStatus());
        if (was != is) {
            return CHANGED;
        }
        return is && moved(before, after) ? CHANGED : List.of();
    }

    private static boolean moved(@Nullable Task before, @Nullable Task after) {
        return before != null
                && after != null
                && (before.getStatus() != after.getStatus()
                        || !Content.same(before.getBusinessStatus(), after.getBusinessStatus())
                        || !Content.sameTargets(List.of(before.getOwner()), List.of(after.getOwner()))
                        || before.getOutput().size() != after.getOutput().size());
    }

    private static boolean isReferral(Task task) {
        return Stream.concat(Stream.of(task.getFocus()), task.getBasedOn().stream())
                .map(Reference::getReference)
                .anyMatch(reference -> reference != null && reference.contains("ServiceRequest/"));
    }

    static List<Detection> request(@Nullable ServiceRequest before, @Nullable ServiceRequest after) {
        ServiceRequest latest = after == null ? before : after;
        if (latest == null || !isReferral(latest)) {
            return List.of();
        }
        boolean was = before != null && before.hasStatus() && !REQUEST_DRAFTS.contains(before.getStatus());
        boolean is = after != null && after.hasStatus() && !REQUEST_DRAFTS.contains(after.getStatus());
        if (was != is) {
            return CHANGED;
        }
        boolean isMoved = before != null
                && after != null
                && (before.getStatus() != after.getStatus()
                        || !Content.sameTargets(before.getPerformer(), after.getPerformer()));
        return is && isMoved ? CHANGED : List.of();
    }

    private static boolean isReferral(ServiceRequest request) {
        return Stream.concat(request.getCategory().stream(), Stream.of(request.getCode()))
                .map(CodeableConcept::getCoding)
                .flatMap(List::stream)
                .anyMatch(coding -> REFERRAL.contains(String.valueOf(coding.getCode())));
    }
}
