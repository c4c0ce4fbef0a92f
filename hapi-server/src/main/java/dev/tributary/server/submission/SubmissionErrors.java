package dev.tributary.server.submission;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.storage.PassingTrouble;
import dev.tributary.server.storage.UnstorableValue;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** What went wrong, as status and OperationOutcome; nothing of the hub's inside is shown. */
final class SubmissionErrors {

    private SubmissionErrors() {}

    static int status(Throwable thrown) {
        if (thrown instanceof BaseServerResponseException refused && refused.getStatusCode() < 500) {
            return refused.getStatusCode();
        }
        if (thrown instanceof DataFormatException) {
            return 400;
        }
        if (UnstorableValue.is(thrown)) {
            return 422;
        }
        return PassingTrouble.is(thrown) ? 503 : 500;
    }

    static OperationOutcome outcome(Throwable thrown) {
        if (status(thrown) == 503) {
            return outcome(
                    IssueType.TRANSIENT,
                    "The hub could not store this now, and stored nothing of it. Send it again later.");
        }
        if (status(thrown) == 500) {
            return outcome(
                    IssueType.EXCEPTION,
                    "The hub failed on this and stored nothing of it; sent again it would fail again. Its operator finds it in the journal.");
        }
        return outcome(
                type(thrown), UnstorableValue.is(thrown) ? UnstorableValue.TEXT : String.valueOf(thrown.getMessage()));
    }

    static OperationOutcome outcome(IssueType type, String text) {
        var outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(text);
        return outcome;
    }

    private static IssueType type(Throwable thrown) {
        if (thrown instanceof ResourceNotFoundException || thrown instanceof ResourceGoneException) {
            return IssueType.NOTFOUND;
        }
        if (thrown instanceof PreconditionFailedException || thrown instanceof ResourceVersionConflictException) {
            return IssueType.CONFLICT;
        }
        if (thrown instanceof ForbiddenOperationException) {
            return IssueType.FORBIDDEN;
        }
        if (thrown instanceof MethodNotAllowedException) {
            return IssueType.NOTSUPPORTED;
        }
        if (thrown instanceof DataFormatException) {
            return IssueType.STRUCTURE;
        }
        return thrown instanceof UnprocessableEntityException
                        || thrown instanceof InvalidRequestException
                        || UnstorableValue.is(thrown)
                ? IssueType.INVALID
                : IssueType.PROCESSING;
    }
}
