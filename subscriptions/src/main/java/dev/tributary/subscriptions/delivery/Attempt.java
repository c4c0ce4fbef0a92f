package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one turn of a lane; the delivery loop writes it down. */
sealed interface Attempt {

    /** The lane that the turn was of. */
    String subscriptionId();

    /** The endpoint took the events. */
    record Delivered(StoredSubscription subscription, List<NotifiedEvent> events, Instant at) implements Attempt {
        @Override
        public String subscriptionId() {
            return subscription.id();
        }
    }

    /**
     * The endpoint did not take them, or could not be reached.
     *
     * @param retryAfter what the endpoint asked for; null if it did not
     * @param refusal how final the endpoint's word is; null if time may help
     * @param lasting see {@link Reply#lasting()}
     */
    record Failed(
            StoredSubscription subscription,
            List<NotifiedEvent> events,
            Instant at,
            String reason,
            @Nullable Duration retryAfter,
            Reply.@Nullable Refusal refusal,
            boolean lasting)
            implements Attempt {
        @Override
        public String subscriptionId() {
            return subscription.id();
        }
    }

    /** The handshake succeeded and the subscription is active. */
    record Activated(StoredSubscription subscription) implements Attempt {
        @Override
        public String subscriptionId() {
            return subscription.id();
        }
    }

    /** Nothing was tried, for a reason of the hub's own, such as a database that does not answer. */
    record Postponed(String subscriptionId) implements Attempt {}

    /** There was nothing to do, or no longer. */
    record Idle(String subscriptionId) implements Attempt {}
}
