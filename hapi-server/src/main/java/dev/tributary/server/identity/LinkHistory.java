package dev.tributary.server.identity;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.fhir.OperationProvider;
import dev.tributary.server.identity.DecisionTable.Kept;
import java.time.Instant;
import java.util.Date;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** {@code Patient/$link-history}: how a record came to its person, and why (MT-07). */
public final class LinkHistory implements OperationProvider {

    private final OperationJournal journal;
    private final DecisionTable decisions;

    LinkHistory(OperationJournal journal, DecisionTable decisions) {
        this.journal = journal;
        this.decisions = decisions;
    }

    /** What people decided, newest first; then every link from the oldest on; then what the model decided, from the oldest on. */
    @Operation(name = "$link-history", typeName = "Patient", idempotent = true)
    public Parameters linkHistory(@IdParam IdType id) {
        var answer = new Parameters();
        journal.concerning(id.getIdPart()).forEach(each -> operation(answer, each));
        journal.links(id.getIdPart()).forEach(each -> link(answer, each));
        decisions.concerning(id.getIdPart()).forEach(each -> decision(answer, each));
        if (answer.isEmpty()) {
            throw new ResourceNotFoundException("There is no Patient/" + id.getIdPart() + ".");
        }
        return answer;
    }

    private static void operation(Parameters answer, PersonOperation operation) {
        var part = answer.addParameter().setName("operation");
        part(part, "id", new StringType(operation.id().toString()));
        part(part, "kind", new StringType(operation.kind().code()));
        part(part, "at", at(operation.performedAt()));
        part(part, "actor", new StringType(operation.actor()));
        part(part, "note", new StringType(operation.note()));
        part(part, "subject", new StringType(operation.subject()));
        part(part, "other", new StringType(operation.other()));
        var undoneBy = operation.undoneBy();
        part(part, "undoneBy", undoneBy == null ? null : new StringType(undoneBy.toString()));
    }

    private static void link(Parameters answer, OperationJournal.LinkEntry link) {
        var part = answer.addParameter().setName("link");
        part(part, "record", patient(link.record()));
        part(part, "from", link.from() == null ? null : patient(link.from()));
        part(part, "to", patient(link.to()));
        part(part, "reason", new StringType(link.reason()));
        part(part, "cause", new StringType(link.cause()));
        part(part, "at", at(link.at()));
    }

    private static void decision(Parameters answer, Kept decision) {
        var part = answer.addParameter().setName("decision");
        part(part, "record", patient(decision.record()));
        part(part, "compared", patient(decision.candidate()));
        part(part, "outcome", new CodeType(decision.outcome()));
        part(part, "model", new StringType(decision.model()));
        part(part, "cause", new StringType(decision.cause()));
        part(part, "at", at(decision.at()));
        var why = decision.explanation();
        part(part, "probability", number(why, "probability"));
        part(part, "weight", number(why, "weight"));
        part(part, "rival", new CodeType(why.path("rival").asText()));
        why.path("obstacles").forEach(obstacle -> part(part, "obstacle", new CodeType(obstacle.asText())));
        for (var field : why.path("fields")) {
            var of = part.addPart().setName("field");
            part(of, "field", new CodeType(field.path("field").asText()));
            part(of, "level", new CodeType(field.path("level").asText()));
            part(of, "againstStrangers", number(field, "againstStrangers"));
            part(of, "againstRelatives", number(field, "againstRelatives"));
        }
    }

    private static DecimalType number(JsonNode node, String name) {
        return new DecimalType(node.path(name).asDouble());
    }

    private static Reference patient(String id) {
        return new Reference("Patient/" + id);
    }

    private static InstantType at(Instant instant) {
        return new InstantType(Date.from(instant));
    }

    private static void part(ParametersParameterComponent entry, String name, @Nullable Type value) {
        if (value != null && !value.isEmpty()) {
            entry.addPart().setName(name).setValue(value);
        }
    }
}
