package dev.tributary.server.notify;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import dev.tributary.subscriptions.acknowledgement.TaskBoard;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.StoredSubscription;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** Tasks in the record, for the client that a subscription belongs to. */
final class RecordedTasks implements TaskBoard {

    static final String CODES = "https://tributary.dev/fhir/CodeSystem/task-code";
    /** Of clients; also of {@code Task.identifier}, by which an owner's search finds its own. */
    static final String CLIENT = "https://tributary.dev/fhir/NamingSystem/client";

    private static final String NOTIFICATION = "https://tributary.dev/fhir/NamingSystem/notification";

    private final DaoRegistry daos;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final Disclosure disclosure;

    RecordedTasks(DaoRegistry daos, Disclosure disclosure, Clock clock, Supplier<UUID> ids) {
        this.daos = daos;
        this.disclosure = disclosure;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public String open(StoredSubscription subscription, NotifiedEvent event, Instant due) {
        var taskId = ids.get().toString();
        var task = new Task();
        task.setId("Task/" + taskId);
        var now = Date.from(clock.instant());
        task.setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
        task.getCode().addCoding().setSystem(CODES).setCode("acknowledge").setDisplay("Acknowledge notification");
        task.setDescription(subscription.definition().topic().title());
        task.addIdentifier().setSystem(NOTIFICATION).setValue(subscription.id() + "/" + event.number());
        task.addIdentifier().setSystem(CLIENT).setValue(subscription.owner());
        about(task, event.disclosedTo(subscription.owner(), disclosure::refusal));
        task.addBasedOn(new Reference("Subscription/" + subscription.id()));
        task.setOwner(new Reference()
                .setIdentifier(new Identifier().setSystem(CLIENT).setValue(subscription.owner()))
                .setDisplay(subscription.owner()));
        task.setAuthoredOn(now).setLastModified(now);
        task.getRestriction().getPeriod().setStart(now).setEnd(Date.from(due));
        daos.getResourceDao(Task.class).update(task, new SystemRequestDetails());
        return taskId;
    }

    /** What its owner must not learn, the Task does not say either. */
    private static void about(Task task, NotifiedEvent event) {
        if (event.isWithheld()) {
            return;
        }
        task.setFocus(new Reference(event.focus())).setFor(new Reference(event.patient()));
        if (event.focus().startsWith("Encounter/")) {
            task.setEncounter(new Reference(event.focus()));
        }
    }
}
