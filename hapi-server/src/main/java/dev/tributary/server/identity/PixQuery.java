package dev.tributary.server.identity;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.server.fhir.OperationProvider;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://profiles.ihe.net/ITI/PIXm/ITI-83.html">ITI-83 Patient Identifier Cross-reference for Mobile</a> (IH-01, IH-02): the
 * other identifiers of the person with this one.
 */
public final class PixQuery implements OperationProvider {

    private final PatientLookup patients;

    PixQuery(PatientLookup patients) {
        this.patients = patients;
    }

    /** The identifier asked for is not echoed; a person without others gives an empty answer. */
    @Operation(name = "$ihe-pix", typeName = "Patient", idempotent = true)
    public Parameters crossReference(
            @OperationParam(name = "sourceIdentifier") @Nullable List<StringType> sourceIdentifier,
            @OperationParam(name = "targetSystem") @Nullable List<StringType> targetSystems) {
        var asked = asked(sourceIdentifier);
        if (!patients.isKnown(asked.getSystem())) {
            throw refused(
                    new InvalidRequestException("sourceIdentifier: the hub knows no such assigning authority."),
                    IssueType.CODEINVALID);
        }
        var targets = targets(targetSystems);
        var found = patients.byIdentifier(asked.getSystem(), asked.getValue());
        if (found.isEmpty()) {
            throw refused(
                    new ResourceNotFoundException("sourceIdentifier: nobody has this identifier."), IssueType.NOTFOUND);
        }
        var answer = new Parameters();
        for (var person : found) {
            answer(answer, person, asked, targets);
        }
        return answer;
    }

    private static Identifier asked(@Nullable List<StringType> values) {
        var text = values == null || values.size() != 1 ? null : values.get(0).getValue();
        var bar = text == null ? -1 : text.indexOf('|');
        if (text == null || bar < 1 || bar == text.length() - 1) {
            throw refused(
                    new InvalidRequestException("sourceIdentifier: give one, as system|value."), IssueType.REQUIRED);
        }
        return new Identifier().setSystem(text.substring(0, bar)).setValue(text.substring(bar + 1));
    }

    private Set<String> targets(@Nullable List<StringType> values) {
        var systems = new LinkedHashSet<String>();
        for (var value : values == null ? List.<StringType>of() : values) {
            if (value.hasValue()) {
                systems.add(value.getValue());
            }
        }
        for (var system : systems) {
            if (!patients.isKnown(system)) {
                throw refused(
                        new ForbiddenOperationException("targetSystem: the hub knows no such assigning authority."),
                        IssueType.CODEINVALID);
            }
        }
        return systems;
    }

    private static void answer(Parameters answer, Patient person, Identifier asked, Set<String> targets) {
        var others = PatientLookup.identifiers(person, targets).stream()
                .filter(identifier -> !same(identifier, asked))
                .toList();
        others.forEach(
                identifier -> answer.addParameter().setName("targetIdentifier").setValue(identifier));
        if (!others.isEmpty()) {
            answer.addParameter()
                    .setName("targetId")
                    .setValue(new Reference("Patient/" + person.getIdElement().getIdPart()));
        }
    }

    private static boolean same(Identifier one, Identifier other) {
        return other.getSystem().equals(one.getSystem()) && other.getValue().equals(one.getValue());
    }

    private static BaseServerResponseException refused(BaseServerResponseException thrown, IssueType code) {
        var outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(code).setDiagnostics(thrown.getMessage());
        thrown.setOperationOutcome(outcome);
        return thrown;
    }
}
