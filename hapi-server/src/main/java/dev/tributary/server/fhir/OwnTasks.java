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
import dev.tributary.subscriptions.acknowledgement.AcknowledgementStore;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;

/** Tasks that acknowledge notifications: the subscriber that they are for sees and changes its own, an operator changes any. */
final class OwnTasks implements IAuthRule {

    private final AcknowledgementStore tasks;
    private final Caller caller;

    OwnTasks(AcknowledgementStore tasks, Caller caller) {
        this.tasks = tasks;
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
        if (output != null) {
            return output instanceof Task && isOwn(output.getIdElement()) ? allow() : null;
        }
        if (!"Task".equals(request.getResourceName())) {
            return null;
        }
        return switch (operation) {
            case READ, VREAD -> isOwn(inputId) ? allow() : null;
            // The search finds the caller's own only; what comes out is judged above.
            case SEARCH_TYPE -> caller.is(Role.SUBSCRIBER) ? allow() : null;
            case UPDATE -> mayChange(inputId) ? allow() : null;
            default -> null;
        };
    }

    private boolean isOwn(@Nullable IIdType id) {
        return caller.is(Role.SUBSCRIBER)
                && owner(id).filter(caller.clientId()::equals).isPresent();
    }

    private boolean mayChange(@Nullable IIdType id) {
        return isOwn(id) || (caller.is(Role.OPERATOR) && owner(id).isPresent());
    }

    private Optional<String> owner(@Nullable IIdType id) {
        return id == null || !id.hasIdPart() ? Optional.empty() : tasks.owner(id.getIdPart());
    }

    private Verdict allow() {
        return new Verdict(PolicyEnum.ALLOW, this);
    }

    @Override
    public String getName() {
        return "own tasks";
    }
}
