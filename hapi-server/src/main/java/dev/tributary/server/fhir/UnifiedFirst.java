package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.HasParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.Role;
import dev.tributary.server.storage.RecordTag;
import java.util.List;

/**
 * What a search finds when it does not say: persons, not the source records behind them (ask for those with {@code _tag}); and of
 * Subscriptions, one's own. Who may not read records does not search through them either.
 */
@Interceptor
public final class UnifiedFirst implements RequestRule {

    /** Topics are Basics of this code. */
    private static final String TOPIC_CODE = "SubscriptionTopic";

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
        var readsNothing =
                Callers.current().filter(UnifiedFirst::readsNoRecords).isPresent();
        if (readsNothing) {
            refuseLookingThrough(search);
        }
        if (readsNothing && "Basic".equals(request.getResourceName()) && !asksForTopics(search)) {
            search.add("code", new TokenParam(null, TOPIC_CODE));
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

    private static boolean readsNoRecords(Caller caller) {
        return !caller.is(Role.READER) && !caller.is(Role.STEWARD) && !caller.is(Role.OPERATOR);
    }

    /** HAPI wants no condition twice. */
    private static boolean asksForTopics(SearchParameterMap search) {
        return search.containsKey("code")
                && search.get("code").stream()
                        .anyMatch(any -> any.size() == 1
                                && any.get(0) instanceof TokenParam token
                                && TOPIC_CODE.equals(token.getValue())
                                && token.getModifier() == null);
    }

    /** Whether something is found tells what is in the record that it refers to. */
    private static void refuseLookingThrough(SearchParameterMap search) {
        var looksThrough = !search.getIncludes().isEmpty()
                || !search.getRevIncludes().isEmpty()
                || search.values().stream()
                        .flatMap(List::stream)
                        .flatMap(List::stream)
                        .anyMatch(UnifiedFirst::isChained);
        if (looksThrough) {
            throw new ForbiddenOperationException(
                    "Chains, _has, _include and _revinclude look into records: ask the operator for the scope reader.");
        }
    }

    private static boolean isChained(IQueryParameterType parameter) {
        return parameter instanceof HasParam
                || (parameter instanceof ReferenceParam reference
                        && reference.getChain() != null
                        && !reference.getChain().isEmpty());
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
