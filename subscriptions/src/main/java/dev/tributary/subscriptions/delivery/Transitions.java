package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStatusListener;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** The changes of status that the hub makes itself, each in one transaction with its listener. */
final class Transitions {

    private final SubscriptionStore store;
    private final SubscriptionStatusListener listener;
    private final TransactionOperations transactions;
    private final FanOut fanOut;

    Transitions(
            SubscriptionStore store,
            SubscriptionStatusListener listener,
            TransactionOperations transactions,
            FanOut fanOut) {
        this.store = store;
        this.listener = listener;
        this.transactions = transactions;
        this.fanOut = fanOut;
    }

    /** Active after a handshake; what is committed from here on counts. Nothing happens if the client changed it meanwhile. */
    void activate(StoredSubscription subscription) {
        fanOut.whenDrained(() -> {
            if (change(subscription, SubscriptionStatus.ACTIVE, null)) {
                store.startCounting(subscription.id());
            }
        });
    }

    /** Error, from which only the client leads out. */
    void fail(StoredSubscription subscription, String reason) {
        transactions.executeWithoutResult(status -> change(subscription, SubscriptionStatus.ERROR, reason));
    }

    /** Off, because its end has come. */
    void end(String subscriptionId) {
        transactions.executeWithoutResult(status -> store.find(subscriptionId)
                .ifPresent(subscription -> change(subscription, SubscriptionStatus.OFF, null)));
    }

    /** Off for good: the owner may have no subscriptions any more. What is pending stays unsent. */
    void lapse(StoredSubscription subscription, String reason) {
        transactions.executeWithoutResult(status -> {
            if (change(subscription, SubscriptionStatus.OFF, reason)) {
                store.bury(subscription.id(), reason);
            }
        });
    }

    private boolean change(StoredSubscription subscription, SubscriptionStatus to, @Nullable String error) {
        boolean changed = store.change(subscription, to, error);
        if (changed) {
            listener.changed(subscription.id(), to, error);
        }
        return changed;
    }
}
