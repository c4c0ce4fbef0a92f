package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.Role;
import dev.tributary.server.storage.RecordTag;

/**
 * What a search finds when it does not say: persons, not the source records behind them (ask for those with {@code _tag}); and of
 * Subscriptions, one's own.
 */
@Interceptor
public final class UnifiedFirst implements RequestRule {

    private final SubscriptionOwners owners;

    UnifiedFirst(SubscriptionOwners owners) {
        this.owners = owners;
    }

    @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
    public void narrow(SearchParameterMap search, RequestDetails request) {
        // The hub's own searches say what they want.
        if (!(request instanceof ServletRequestDetails) || isOperation(request)) {
            return;
        }
        if ("Patient".equals(request.getResourceName()) && !search.containsKey("_tag")) {
            search.add("_tag", new TokenParam(RecordTag.SYSTEM, RecordTag.UNIFIED.code()));
        }
        if ("Subscription".equals(request.getResourceName())) {
            Callers.current()
                    .filter(caller -> !caller.is(Role.OPERATOR))
                    .ifPresent(caller -> search.add("_id", own(caller.clientId(), request)));
        }
    }

    private static boolean isOperation(RequestDetails request) {
        var operation = request.getOperation();
        return operation != null && operation.startsWith("$");
    }

    private TokenOrListParam own(String clientId, RequestDetails request) {
        var own = owners.idsOf(clientId);
        OwnSubscriptions.remember(own, request);
        var ids = new TokenOrListParam();
        own.forEach(ids::add);
        if (own.isEmpty()) {
            ids.add("none");
        }
        return ids;
    }
}
