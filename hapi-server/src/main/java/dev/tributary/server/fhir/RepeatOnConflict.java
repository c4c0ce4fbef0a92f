package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.model.ResourceVersionConflictResolutionStrategy;

/**
 * Repeats what a client writes when the hub was writing the same resource at that moment, a handshake's outcome into a Subscription for
 * instance: it is not the client's conflict. One that the client means, by If-Match, is there again each time and is answered.
 */
@Interceptor
public final class RepeatOnConflict implements RequestRule {

    private static final int REPEATS = 5;

    @Hook(Pointcut.STORAGE_VERSION_CONFLICT)
    public ResourceVersionConflictResolutionStrategy repeat() {
        var strategy = new ResourceVersionConflictResolutionStrategy();
        strategy.setRetry(true);
        strategy.setMaxRetries(REPEATS);
        return strategy;
    }
}
