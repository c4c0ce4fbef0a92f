package dev.tributary.subscriptions.registry;

import org.jspecify.annotations.Nullable;

/** Port: learns of a status that the hub itself gave a subscription, so that the FHIR resource can say the same. */
@FunctionalInterface
public interface SubscriptionStatusListener {

    /**
     * Called in the transaction that changes the row; throwing rolls that back, and it is tried again later.
     *
     * @param subscriptionId the logical id
     * @param error why, in a sentence without patient data; null unless the status is {@code error}
     */
    void changed(String subscriptionId, SubscriptionStatus status, @Nullable String error);
}
