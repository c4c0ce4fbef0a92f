package dev.tributary.server.notify;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.fhir.RequestRule;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.Role;
import dev.tributary.subscriptions.acknowledgement.AcknowledgementStore;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * A <a href="https://hl7.org/fhir/R4/task.html">Task</a> that acknowledges a notification, changed by whoever works on it: status, reason and notes,
 * along the Task's state machine, and nothing else.
 */
@Interceptor
public final class AcknowledgementFace implements RequestRule {

    private static final Map<TaskStatus, Set<TaskStatus>> NEXT = Map.of(
            TaskStatus.REQUESTED,
                    Set.of(
                            TaskStatus.RECEIVED,
                            TaskStatus.ACCEPTED,
                            TaskStatus.REJECTED,
                            TaskStatus.INPROGRESS,
                            TaskStatus.COMPLETED,
                            TaskStatus.CANCELLED),
            TaskStatus.RECEIVED,
                    Set.of(
                            TaskStatus.ACCEPTED,
                            TaskStatus.REJECTED,
                            TaskStatus.INPROGRESS,
                            TaskStatus.COMPLETED,
                            TaskStatus.CANCELLED),
            TaskStatus.ACCEPTED,
                    Set.of(
                            TaskStatus.INPROGRESS,
                            TaskStatus.ONHOLD,
                            TaskStatus.COMPLETED,
                            TaskStatus.FAILED,
                            TaskStatus.CANCELLED),
            TaskStatus.INPROGRESS,
                    Set.of(TaskStatus.ONHOLD, TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELLED),
            TaskStatus.ONHOLD,
                    Set.of(TaskStatus.INPROGRESS, TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELLED));

    private final AcknowledgementStore store;
    private final Clock clock;

    AcknowledgementFace(AcknowledgementStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A subscriber finds its own Tasks, whatever it asks for. */
    @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
    public void narrow(SearchParameterMap search, RequestDetails request) {
        if ("Task".equals(request.getResourceName()) && request.getOperation() == null) {
            Callers.current()
                    .filter(caller -> !caller.is(Role.READER) && !caller.is(Role.OPERATOR) && !caller.is(Role.STEWARD))
                    .ifPresent(caller ->
                            search.add("identifier", new TokenParam(RecordedTasks.CLIENT, caller.clientId())));
        }
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void refuseNew(IBaseResource resource, RequestDetails request) {
        if (resource instanceof Task) {
            throw new ForbiddenOperationException(
                    "The hub opens these Tasks itself. Sources send their own as what they are: a source's.");
        }
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void check(IBaseResource before, IBaseResource after, RequestDetails request) {
        if (!(before instanceof Task old) || !(after instanceof Task changed)) {
            return;
        }
        if (store.owner(old.getIdElement().getIdPart()).isEmpty()) {
            throw new ForbiddenOperationException("This Task does not acknowledge a notification.");
        }
        changed.setLastModified(Date.from(clock.instant()));
        requireSame(old, changed);
        requireNext(old.getStatus(), changed.getStatus());
    }

    private static void requireSame(Task old, Task changed) {
        var expected = old.copy();
        var seen = changed.copy();
        for (var task : new Task[] {expected, seen}) {
            task.setStatus(null);
            task.setStatusReason(null);
            task.setBusinessStatus(null);
            task.setNote(null);
            task.setLastModified(null);
            task.setMeta(null);
            task.setText(null);
            task.setId((String) null);
        }
        if (!expected.equalsDeep(seen)) {
            throw new UnprocessableEntityException(
                    "Only status, statusReason, businessStatus and note of this Task can be changed. Read it again and send the rest as it is.");
        }
    }

    private static void requireNext(TaskStatus from, TaskStatus to) {
        if (from != to && !NEXT.getOrDefault(from, Set.of()).contains(to)) {
            throw new UnprocessableEntityException("Task.status: cannot go from " + from.toCode() + " to "
                    + (to == null ? "nothing" : to.toCode()) + ".");
        }
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void note(IBaseResource before, IBaseResource after, RequestDetails request) {
        if (before instanceof Task old && after instanceof Task changed && old.getStatus() != changed.getStatus()) {
            store.changed(
                    changed.getIdElement().getIdPart(), changed.getStatus().toCode(), clock.instant());
        }
    }
}
