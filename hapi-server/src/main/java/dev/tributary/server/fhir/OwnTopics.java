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
import dev.tributary.subscriptions.topics.TopicReader;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Basic;
import org.jspecify.annotations.Nullable;

/**
 * SubscriptionTopics, which R4 carries as Basic: whoever may subscribe reads all of them and defines some, and changes its own; an
 * operator changes any but the hub's own. Other Basics are not judged here.
 */
final class OwnTopics implements IAuthRule {

    private final TopicOwners owners;
    private final Caller caller;

    OwnTopics(TopicOwners owners, Caller caller) {
        this.owners = owners;
        this.caller = caller;
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
        if (!caller.is(Role.SUBSCRIBER) && !caller.is(Role.OPERATOR)) {
            return null;
        }
        if (output != null) {
            return output instanceof Basic basic && TopicReader.isTopic(basic) ? allow() : null;
        }
        return switch (operation) {
            case CREATE -> isTopic(input) ? allow() : null;
            case UPDATE -> isTopic(input) && inputId != null && mayWrite(inputId.getIdPart()) ? allow() : null;
            case DELETE -> isBasic(request, inputId) && mayDelete(inputId) ? allow() : null;
            // What comes out is judged above.
            case READ, VREAD, SEARCH_TYPE, HISTORY_INSTANCE -> isBasic(request, inputId) ? allow() : null;
            default -> null;
        };
    }

    private static boolean isTopic(@Nullable IBaseResource input) {
        return input instanceof Basic basic && TopicReader.isTopic(basic);
    }

    private static boolean isBasic(RequestDetails request, @Nullable IIdType inputId) {
        return inputId != null && inputId.hasResourceType()
                ? "Basic".equals(inputId.getResourceType())
                : "Basic".equals(request.getResourceName());
    }

    /** Its own, or one that is nobody's yet. */
    private boolean mayWrite(String id) {
        var owner = owners.ownerOf(id);
        return owner.isPresent() ? isMine(owner.get()) : !owners.isTaken(id);
    }

    private boolean mayDelete(@Nullable IIdType id) {
        return id != null && owners.ownerOf(id.getIdPart()).filter(this::isMine).isPresent();
    }

    private boolean isMine(String owner) {
        return caller.is(Role.OPERATOR) || owner.equals(caller.clientId());
    }

    private Verdict allow() {
        return new Verdict(PolicyEnum.ALLOW, this);
    }

    @Override
    public String getName() {
        return "own topics";
    }
}
