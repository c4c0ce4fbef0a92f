package dev.tributary.server.identity;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.fhir.OperationProvider;
import dev.tributary.server.identity.Stewardship.Decider;
import dev.tributary.server.identity.Stewardship.Outcome;
import dev.tributary.server.security.Callers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * The steward's operations on Patient. {@code $merge} takes the parameters of the <a
 * href="https://hl7.org/fhir/R5/patient-operation-merge.html">Patient merge operation</a> (MG-01); its preview changes nothing.
 */
public final class StewardOperations implements OperationProvider {

    private static final String UNDER_WAY = " What refers to them is being moved by the job; until it has ended,"
            + " whoever looks for what refers to either person finds what refers to both.";

    private static final String PART_LAST = "Begun: the records part when all has moved.";

    /** What a preview has rolled back. */
    private static final Set<String> WHAT_WILL_NOT_BE = Set.of("operation", "job", "task");

    private final Stewardship stewardship;
    private final TransferTasks tasks;
    private final PatientLookup patients;
    private final DaoRegistry daos;

    StewardOperations(Stewardship stewardship, TransferTasks tasks, PatientLookup patients, DaoRegistry daos) {
        this.stewardship = stewardship;
        this.tasks = tasks;
        this.patients = patients;
        this.daos = daos;
    }

    @Operation(name = "$merge", typeName = "Patient")
    public Parameters merge(@ResourceParam IBaseResource body) {
        if (!(body instanceof Parameters input)) {
            throw new InvalidRequestException("The body is Parameters with source-patient and target-patient.");
        }
        var source = side("source-patient", input);
        var target = side("target-patient", input);
        var preview = Inputs.flag(input, "preview");
        var decider = decider(text(input, "note"));
        var expected = ResultPatient.of(input, source);
        var answer = ofSomebody(() -> preview
                ? stewardship.previewMerge(
                        source, target, decider, outcome -> merged(outcome, "Would merge: ", expected))
                : stewardship.merge(source, target, decider, outcome -> merged(outcome, "Merged: ", expected)));
        if (preview) {
            answer.getParameter().removeIf(part -> WHAT_WILL_NOT_BE.contains(part.getName()));
        }
        answer.addParameter().setName("input").setResource(input);
        return answer;
    }

    private Parameters merged(Outcome outcome, String verb, @Nullable ResultPatient expected) {
        var answer = answer(
                outcome,
                verb + outcome.records() + " source records and "
                        + (outcome.job() == null ? Integer.toString(outcome.resources()) : "many")
                        + " other resources go to Patient/" + outcome.person() + ".");
        if (expected != null) {
            expected.require((Patient) answer.getParameter("result").getResource());
        }
        return answer;
    }

    /** {@code source-patient}, or one or several {@code source-patient-identifier} that lead to one person. */
    private String side(String name, Parameters input) {
        var ids = new LinkedHashSet<String>();
        for (var part : input.getParameter()) {
            if (name.equals(part.getName()) && part.getValue() instanceof Reference reference) {
                ids.add(id(name, reference));
            } else if ((name + "-identifier").equals(part.getName())
                    && part.getValue() instanceof org.hl7.fhir.r4.model.Identifier identifier) {
                ids.add(patients.only(name, identifier));
            }
        }
        if (ids.size() != 1) {
            throw new InvalidRequestException(name + ": name one Patient, by reference or by " + name
                    + "-identifier; here are " + ids.size() + ".");
        }
        return ids.iterator().next();
    }

    /** What a merge names must be somebody: MG-01 wants 400 or 422, and 404 would say that there is no such operation. */
    private static <T> T ofSomebody(Supplier<T> merge) {
        try {
            return merge.get();
        } catch (ResourceNotFoundException e) {
            throw new UnprocessableEntityException(e.getMessage());
        }
    }

    @Operation(name = "$split", typeName = "Patient")
    public Parameters split(
            @IdParam IdType id,
            @OperationParam(name = "record") @Nullable List<Reference> records,
            @OperationParam(name = "note") @Nullable StringType note) {
        var going = new LinkedHashSet<String>();
        for (var record : records == null ? List.<Reference>of() : records) {
            going.add(id("record", record));
        }
        if (going.isEmpty()) {
            throw new InvalidRequestException("record: name the source records that belong to somebody else.");
        }
        var outcome = stewardship.split(id.getIdPart(), going, PersonOperation.Kind.SPLIT, decider(note));
        return answer(
                outcome,
                outcome.job() == null
                        ? "Split: " + outcome.records() + " source records are Patient/" + outcome.person() + "."
                        : PART_LAST);
    }

    @Operation(name = "$link", typeName = "Patient")
    public Parameters link(
            @IdParam IdType id,
            @OperationParam(name = "target") @Nullable Reference target,
            @OperationParam(name = "note") @Nullable StringType note) {
        var outcome = stewardship.link(id.getIdPart(), id("target", target), decider(note));
        return answer(outcome, outcome.job() == null ? "Linked to Patient/" + outcome.person() + "." : PART_LAST);
    }

    @Operation(name = "$never-link", typeName = "Patient")
    public Parameters neverLink(
            @IdParam IdType id,
            @OperationParam(name = "other") @Nullable Reference other,
            @OperationParam(name = "note") @Nullable StringType note) {
        var outcome = stewardship.neverLink(id.getIdPart(), id("other", other), decider(note));
        return answer(outcome, "These two are never made one person again until this is undone.");
    }

    @Operation(name = "$unlink", typeName = "Patient")
    public Parameters unlink(@IdParam IdType id, @OperationParam(name = "note") @Nullable StringType note) {
        var outcome = stewardship.unlink(id.getIdPart(), decider(note));
        return answer(
                outcome,
                outcome.job() == null ? "Unlinked: the record is Patient/" + outcome.person() + "." : PART_LAST);
    }

    @Operation(name = "$undo", typeName = "Patient")
    public Parameters undo(
            @IdParam IdType id,
            @OperationParam(name = "operation") @Nullable StringType operation,
            @OperationParam(name = "note") @Nullable StringType note) {
        var outcome = stewardship.undo(id.getIdPart(), operation(operation), decider(note));
        return answer(
                outcome,
                (outcome.job() == null ? "Undone: " : "Being undone: ") + outcome.records()
                        + " source records go back.");
    }

    private static @Nullable UUID operation(@Nullable StringType operation) {
        try {
            return operation == null || operation.isEmpty() ? null : UUID.fromString(operation.getValue());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("operation: is no id of an operation; $link-history lists them.");
        }
    }

    private Parameters answer(Outcome outcome, String text) {
        var said = new OperationOutcome();
        said.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.INFORMATION)
                .setCode(OperationOutcome.IssueType.INFORMATIONAL)
                .setDiagnostics(outcome.job() == null ? text : text + UNDER_WAY);
        var answer = new Parameters();
        answer.addParameter()
                .setName("operation")
                .setValue(new StringType(outcome.operation().toString()));
        if (outcome.job() != null) {
            answer.addParameter().setName("job").setValue(new UriType("/identity/jobs/" + outcome.job()));
            tasks.find(outcome.job())
                    .ifPresent(task -> answer.addParameter().setName("task").setResource(task));
        }
        answer.addParameter().setName("outcome").setResource(said);
        answer.addParameter().setName("result").setResource((Patient) daos.getResourceDao("Patient")
                .read(new IdType("Patient", outcome.person()), new SystemRequestDetails()));
        return answer;
    }

    private static String id(String name, @Nullable Reference reference) {
        var id = reference == null ? null : reference.getReferenceElement();
        if (id == null || !id.hasIdPart() || (id.hasResourceType() && !"Patient".equals(id.getResourceType()))) {
            throw new InvalidRequestException(name + ": name a Patient, like Patient/123.");
        }
        return id.getIdPart();
    }

    private static Decider decider(@Nullable StringType note) {
        return decider(note == null ? null : note.getValue());
    }

    private static Decider decider(@Nullable String note) {
        var client = Callers.current().orElseThrow().clientId();
        return new Decider("client:" + client, note == null || note.length() <= 1000 ? note : note.substring(0, 1000));
    }

    private static @Nullable String text(Parameters input, String name) {
        return input.getParameterValue(name) instanceof StringType text ? text.getValue() : null;
    }
}
