package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.model.ResourceVersionConflictResolutionStrategy;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;

/**
 * Repeats what a client writes into a Subscription when the hub was writing it at that moment, a handshake's outcome for instance: it is
 * not the client's conflict. One that the client means, by If-Match, is answered at once.
 */
@Interceptor
public final class RepeatOnConflict implements RequestRule {

    private static final int REPEATS = 5;

    @Hook(Pointcut.STORAGE_VERSION_CONFLICT)
    public ResourceVersionConflictResolutionStrategy repeat(RequestDetails request) {
        var strategy = new ResourceVersionConflictResolutionStrategy();
        strategy.setRetry("Subscription".equals(request.getResourceName())
                && request.getHeader(Constants.HEADER_IF_MATCH) == null);
        strategy.setMaxRetries(REPEATS);
        return strategy;
    }
}
