package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizationFlagsEnum;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizationInterceptor.Verdict;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRule;
import ca.uhn.fhir.rest.server.interceptor.auth.IRuleApplier;
import ca.uhn.fhir.rest.server.interceptor.auth.PolicyEnum;
import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Role;
import java.util.Collection;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A Subscription may hold its owner's secrets in {@code channel.header}: a subscriber sees and changes its own, an operator sees all,
 * nobody else any. Judged at the moment, since a client's first Subscription is its own only once it is stored.
 */
final class OwnSubscriptions implements IAuthRule {

    private static final String SEARCHED = "hub.own-subscriptions";

    private final SubscriptionOwners owners;
    private final Caller caller;

    OwnSubscriptions(SubscriptionOwners owners, Caller caller) {
        this.owners = owners;
        this.caller = caller;
    }

    /** What a search was narrowed to stays its client's until it is answered, even if the client deletes one of them meanwhile. */
    static void remember(Collection<String> ids, RequestDetails search) {
        search.getUserData().put(SEARCHED, Set.copyOf(ids));
    }

    @Override
    @SuppressWarnings("NullAway") // HAPI's interface is not annotated: null means "not my business"
    public Verdict applyRule(
            RestOperationTypeEnum operation,
            RequestDetails request,
            @Nullable IBaseResource input,
            @Nullable IIdType inputId,
            @Nullable IBaseResource output,
            IRuleApplier applier,
            Set<AuthorizationFlagsEnum> flags,
            Pointcut pointcut) {
        if (output != null) {
            return output instanceof Subscription
                    ? verdict(maySee(output.getIdElement().getIdPart(), request))
                    : null;
        }
        if (!concerns(request, input, inputId)) {
            return null;
        }
        return switch (operation) {
            case CREATE -> verdict(caller.is(Role.SUBSCRIBER));
            case UPDATE, DELETE -> verdict(inputId != null && mayChange(inputId.getIdPart()));
            // What comes out is judged above.
            case READ, VREAD, SEARCH_TYPE, HISTORY_INSTANCE ->
                verdict(caller.is(Role.SUBSCRIBER) || caller.is(Role.OPERATOR));
            default -> null;
        };
    }

    private static boolean concerns(RequestDetails request, @Nullable IBaseResource input, @Nullable IIdType inputId) {
        return input instanceof Subscription
                || (inputId != null && "Subscription".equals(inputId.getResourceType()))
                || (input == null && "Subscription".equals(request.getResourceName()));
    }

    private boolean maySee(String id, RequestDetails request) {
        return caller.is(Role.OPERATOR)
                || mayChange(id)
                || (request.getUserData().get(SEARCHED) instanceof Set<?> own && own.contains(id));
    }

    private boolean mayChange(String id) {
        return caller.is(Role.SUBSCRIBER) && owners.owns(caller.clientId(), id);
    }

    private Verdict verdict(boolean allowed) {
        return new Verdict(allowed ? PolicyEnum.ALLOW : PolicyEnum.DENY, this);
    }

    @Override
    public String getName() {
        return "own subscriptions";
    }
}
