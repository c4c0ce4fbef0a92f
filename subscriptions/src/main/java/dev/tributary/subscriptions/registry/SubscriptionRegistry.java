package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.outbox.CommitSignal;
import org.hl7.fhir.r4.model.Subscription;

/** Takes clients' Subscriptions in and out. Every method joins the caller's transaction, which also stores the FHIR resource. */
public final class SubscriptionRegistry {

    private final SubscriptionStore store;
    private final EndpointPolicy policy;
    private final CommitSignal signal;

    public SubscriptionRegistry(SubscriptionStore store, EndpointPolicy policy, CommitSignal signal) {
        this.store = store;
        this.policy = policy;
        this.signal = signal;
    }

    /** What the client asks for, or every reason why it cannot have it. Resolves host names: call it before the transaction. */
    public Validation validate(Subscription subscription) {
        return new SubscriptionReader(subscription, policy).read();
    }

    /**
     * Keeps a new or changed subscription. Whatever active status the client wrote, a handshake comes first; also a
     * subscription in error or off comes back this way. The counter goes on.
     *
     * @param id the logical id of the resource
     * @return the status to store in the resource: {@code requested}, or {@code off} if the client switched it off
     */
    public SubscriptionStatus register(String id, SubscriptionDefinition definition, String ownerClientId) {
        store.save(id, definition, ownerClientId);
        signal.appended();
        return definition.wanted() ? SubscriptionStatus.REQUESTED : SubscriptionStatus.OFF;
    }

    /** Forgets the subscription; what was not yet delivered becomes dead. Unknown ids are fine. */
    public void remove(String id) {
        store.remove(id);
    }
}
