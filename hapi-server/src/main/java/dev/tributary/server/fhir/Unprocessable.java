package dev.tributary.server.fhir;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** 422 for a resource that is well-formed and cannot be served, with every reason at once. */
public final class Unprocessable {

    private Unprocessable() {}

    /**
     * One reason.
     *
     * @param path FHIRPath of the element
     * @param text a sentence for the client
     */
    public record Reason(String path, String text) {}

    /** @param summary in a few words; the reasons are in the OperationOutcome */
    public static UnprocessableEntityException because(String summary, Stream<Reason> reasons) {
        var outcome = new OperationOutcome();
        reasons.forEach(reason -> outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(IssueType.INVALID)
                .setDiagnostics(reason.text())
                .addExpression(reason.path()));
        return new UnprocessableEntityException(summary, outcome);
    }
}
