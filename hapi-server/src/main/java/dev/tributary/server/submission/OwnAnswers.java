package dev.tributary.server.submission;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import dev.tributary.server.fhir.RequestRule;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/** What a source reads of its own goes out under its own ids. */
@Interceptor
public final class OwnAnswers implements RequestRule {

    private final OwnView ownView;

    OwnAnswers(OwnView ownView) {
        this.ownView = ownView;
    }

    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public void rekey(RequestDetails request, ResponseDetails response) {
        if (request.getAttribute(SourceReads.SOURCE) instanceof String sourceId
                && response.getResponseResource() instanceof Resource resource
                && !(resource instanceof OperationOutcome)) {
            response.setResponseResource(ownView.of(sourceId, resource));
        }
    }
}
