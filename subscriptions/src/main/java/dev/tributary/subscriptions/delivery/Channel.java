package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.util.Optional;
import java.util.Set;

/** A way to tell subscribers: builds what goes out in its own format and sends it. */
public interface Channel {

    /** The code by which a Subscription asks for it: {@code Subscription.channel.type}, or of backport-channel-type. */
    String type();

    /** Why this subscription cannot be served, in a sentence; asked when it is stored and before each attempt. May resolve host names. */
    Optional<String> refusal(SubscriptionDefinition definition);

    /** Builds what goes out; may read the database. */
    Dispatch prepare(Shipment shipment);

    /** Whether it can tell that there was an event under a number and nothing else, for events whose content the subscriber must not learn. */
    default boolean tellsBareNumbers() {
        return false;
    }

    /** Whether it has a form for a heartbeat: where it has none, a Subscription cannot ask for one. */
    default boolean tellsHeartbeats() {
        return true;
    }

    /** Whether what goes out has a place for the lines of {@code Subscription.channel.header}. */
    default boolean carriesHeaders() {
        return true;
    }

    /**
     * Whether the receiver would get the same message under both numbers, though they are of two subscriptions. Asked of one event, or of events of one change to
     * one resource, that two subscriptions of one client tell one destination.
     */
    default boolean isSameMessage(Numbered one, Numbered other) {
        return false;
    }

    /** An event as one subscription tells it. */
    record Numbered(StoredSubscription subscription, NotifiedEvent event) {}

    /** How many events go out together at most. */
    default int mostEvents(SubscriptionDefinition definition) {
        return definition.channel().maxCount();
    }

    /**
     * The subscriptions whose clients are connected to this replica, for a channel that clients open themselves; empty for one that the hub
     * opens. What is to be sent waits until a client is connected.
     */
    default Optional<Set<String>> bound() {
        return Optional.empty();
    }

    /** Whether this replica can reach the subscriber; others are tried if not. */
    default boolean reachable(String subscriptionId) {
        return bound().map(ids -> ids.contains(subscriptionId)).orElse(true);
    }
}
