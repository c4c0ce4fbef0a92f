package dev.tributary.server.notify;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.fhir.Unprocessable;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.RegisteredScopes;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionRegistry;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.registry.Validation;
import java.util.Objects;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Subscription;

/**
 * A client's <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/notifications.html">Subscription</a> on its way into the store:
 * refused with every reason (SB-03), or registered with the engine in the same transaction, as {@code requested} until the handshake
 * succeeds (SB-02).
 */
@Interceptor
public final class SubscriptionFace {

    /** Marks the engine's own writes, which change the status and nothing else. */
    static final String BY_ENGINE = "hub.notify.by-engine";

    private static final String DEFINITION = "hub.notify.definition";

    private final SubscriptionRegistry registry;
    private final SubscriptionStore store;
    private final RegisteredScopes clients;
    private final AuditTrail audit;

    SubscriptionFace(
            SubscriptionRegistry registry, SubscriptionStore store, RegisteredScopes clients, AuditTrail audit) {
        this.registry = registry;
        this.store = store;
        this.clients = clients;
        this.audit = audit;
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void checkNew(IBaseResource resource, RequestDetails request) {
        check(resource, request);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void checkChanged(IBaseResource before, IBaseResource after, RequestDetails request) {
        check(after, request);
    }

    private void check(IBaseResource resource, RequestDetails request) {
        if (resource instanceof Subscription subscription && isFromClient(request)) {
            var validation = registry.validate(subscription, owner());
            var definition = validation.accepted().orElseThrow(() -> refused(validation));
            // With the resource, not the request: a transaction may have several.
            subscription.setUserData(DEFINITION, definition);
            subscription.setStatus(
                    definition.wanted()
                            ? Subscription.SubscriptionStatus.REQUESTED
                            : Subscription.SubscriptionStatus.OFF);
            subscription.setError(null);
        }
    }

    private static UnprocessableEntityException refused(Validation validation) {
        return Unprocessable.because(
                "The subscription cannot be served",
                validation.problems().stream()
                        .map(problem -> new Unprocessable.Reason(problem.path(), problem.text())));
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    public void registerNew(IBaseResource resource, RequestDetails request) {
        register(resource, request);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void registerChanged(IBaseResource before, IBaseResource after, RequestDetails request) {
        register(after, request);
    }

    private void register(IBaseResource resource, RequestDetails request) {
        if (resource instanceof Subscription subscription && isFromClient(request)) {
            var id = subscription.getIdElement().getIdPart();
            var owner = owner();
            registry.register(
                    id, (SubscriptionDefinition) Objects.requireNonNull(subscription.getUserData(DEFINITION)), owner);
            store.ownerRegistered(id, clients.of(owner).isPresent());
            audit.record("client:" + owner, "subscribe", "Subscription/" + id, null, null);
        }
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    public void remove(IBaseResource resource, RequestDetails request) {
        if (resource instanceof Subscription subscription && isFromClient(request)) {
            var id = subscription.getIdElement().getIdPart();
            registry.remove(id);
            audit.record("client:" + owner(), "unsubscribe", "Subscription/" + id, null, null);
        }
    }

    private static boolean isFromClient(RequestDetails request) {
        return !Boolean.TRUE.equals(request.getUserData().get(BY_ENGINE));
    }

    private static String owner() {
        return Callers.current().map(caller -> caller.clientId()).orElse("unknown");
    }
}
