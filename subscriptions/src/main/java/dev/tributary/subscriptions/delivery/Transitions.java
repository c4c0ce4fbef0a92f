package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.outbox.EventOutbox;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStatusListener;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** The changes of status that the hub makes itself, each in one transaction with its listener. */
final class Transitions {

    private final SubscriptionStore store;
    private final SubscriptionStatusListener listener;
    private final TransactionOperations transactions;
    private final FanOut fanOut;
    private final EventOutbox outbox;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    Transitions(Delivery.Parts parts, FanOut fanOut, EventOutbox outbox) {
        this.store = parts.subscriptions();
        this.listener = parts.listener();
        this.transactions = parts.transactions();
        this.fanOut = fanOut;
        this.outbox = outbox;
        this.ids = parts.ids();
        this.clock = parts.clock();
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
        transactions.executeWithoutResult(status -> {
            if (change(subscription, SubscriptionStatus.ERROR, reason)) {
                outbox.append(List.of(error(subscription)));
            }
        });
    }

    /** Error, unless it is not active any more. */
    void fail(String subscriptionId, String reason) {
        store.find(subscriptionId)
                .filter(subscription -> subscription.status() == SubscriptionStatus.ACTIVE)
                .ifPresent(subscription -> fail(subscription, reason));
    }

    /** So that its owner can be told by another subscription, over another channel. */
    private HubEvent error(StoredSubscription subscription) {
        return new HubEvent(
                ids.get(),
                EventKind.SUBSCRIPTION_ERROR.code(),
                "Subscription/" + subscription.id(),
                Long.toString(subscription.revision()),
                "",
                clock.instant(),
                null,
                new Facts(Map.of("_id", List.of(subscription.id()), "_owner", List.of(subscription.owner()))));
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
