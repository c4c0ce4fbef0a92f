package dev.tributary.server.identity;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.server.identity.Transfers.Input;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * The Task that the <a href="https://hl7.org/fhir/R5/patient-operation-merge.html">Patient merge operation</a> answers where it goes on
 * after its answer (MG-01): {@code Task/{job}}, whose status follows the job's. In the caller's transaction.
 *
 * <p>Names the two persons as input and output only: what a Task is for or about is part of a person's record and would move with it.
 */
final class TransferTasks {

    private static final String CODES = "https://tributary.dev/fhir/CodeSystem/task-code";
    private static final String JOBS = "https://tributary.dev/fhir/NamingSystem/identity-job";

    private final DaoRegistry daos;
    private final Clock clock;

    TransferTasks(DaoRegistry daos, Clock clock) {
        this.daos = daos;
        this.clock = clock;
    }

    private IFhirResourceDao<Task> tasks() {
        return daos.getResourceDao(Task.class);
    }

    void open(UUID job, Input input) {
        var now = Date.from(clock.instant());
        var task = new Task();
        task.setId(id(job));
        task.setStatus(TaskStatus.REQUESTED)
                .setIntent(TaskIntent.ORDER)
                .setAuthoredOn(now)
                .setLastModified(now);
        task.getCode().addCoding().setSystem(CODES).setCode("move-record").setDisplay("Move a patient's record");
        task.addIdentifier().setSystem(JOBS).setValue(job.toString());
        task.addInput().setType(type("from")).setValue(new Reference("Patient/" + input.from()));
        task.addInput().setType(type("to")).setValue(new Reference("Patient/" + input.to()));
        task.addInput().setType(type("job")).setValue(new UriType("/identity/jobs/" + job));
        tasks().update(task, new SystemRequestDetails());
    }

    private static CodeableConcept type(String text) {
        return new CodeableConcept().setText(text);
    }

    private static IdType id(UUID job) {
        return new IdType("Task", job.toString());
    }

    /** Empty for a job that is older than its Task would be. */
    Optional<Task> find(UUID job) {
        try {
            return Optional.of(tasks().read(id(job), new SystemRequestDetails()));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    /** @param reason why it did not take effect, and what to do; null if nothing is wrong */
    void tell(UUID job, TaskStatus status, @Nullable String reason) {
        find(job).filter(task -> task.getStatus() != status).ifPresent(task -> {
            task.setStatus(status).setStatusReason(reason == null ? null : type(reason));
            task.setLastModified(Date.from(clock.instant()));
            if (status == TaskStatus.COMPLETED && !task.hasOutput()) {
                var to = task.getInput().get(1).getValue();
                task.addOutput().setType(type("result")).setValue(to.copy());
            }
            tasks().update(task, new SystemRequestDetails());
        });
    }
}
