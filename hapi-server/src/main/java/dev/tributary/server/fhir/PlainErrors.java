package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.interceptor.ExceptionHandlingInterceptor;
import dev.tributary.server.storage.PassingTrouble;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures of the hub itself are told without its inside; what the caller did wrong keeps its text. */
@Interceptor
public final class PlainErrors implements RequestRule {

    private static final Logger LOG = LoggerFactory.getLogger(PlainErrors.class);

    private static final String RETRY_AFTER_SECONDS = "10";

    /** HAPI's own reading of what went wrong. */
    private final ExceptionHandlingInterceptor usual = new ExceptionHandlingInterceptor();

    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException plain(
            RequestDetails request, Throwable thrown, HttpServletRequest servletRequest) throws ServletException {
        var refused = usual.preProcessOutgoingException(request, thrown, servletRequest);
        if (refused != null && refused.getStatusCode() < 500) {
            return refused;
        }
        // Where it failed; the log's settings leave out exceptions' messages, which may quote what was searched for.
        LOG.warn("A FHIR request failed: {}", thrown.getClass().getName(), thrown);
        return failure(thrown);
    }

    /** What the hub says of it: later, or not at all. */
    static BaseServerResponseException failure(Throwable thrown) {
        return PassingTrouble.is(thrown)
                ? unavailable()
                : new InternalErrorException("The hub failed on this request. Its log says more.");
    }

    private static BaseServerResponseException unavailable() {
        var text = "The hub cannot do this now, and did nothing of it. Send it again later.";
        var outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(IssueType.TRANSIENT)
                .setDiagnostics(text);
        var answer = new UnclassifiedServerFailureException(503, text);
        answer.setOperationOutcome(outcome);
        answer.addResponseHeader("Retry-After", RETRY_AFTER_SECONDS);
        return answer;
    }
}
