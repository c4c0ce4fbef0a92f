package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.interceptor.ExceptionHandlingInterceptor;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures of the hub itself are told without its inside; what the caller did wrong keeps its text. */
@Interceptor
public final class PlainErrors implements RequestRule {

    private static final Logger LOG = LoggerFactory.getLogger(PlainErrors.class);

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
        return new InternalErrorException("The hub failed on this request. Its log says more.");
    }
}
