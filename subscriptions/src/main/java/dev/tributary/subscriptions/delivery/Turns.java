package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What leased lanes have to do now: read for all of them at once, however many they are. */
final class Turns {

    private final SubscriptionStore subscriptions;
    private final NotificationStore notifications;
    private final Channels channels;
    private final InstantSource clock;

    Turns(SubscriptionStore subscriptions, NotificationStore notifications, Channels channels, InstantSource clock) {
        this.subscriptions = subscriptions;
        this.notifications = notifications;
        this.channels = channels;
        this.clock = clock;
    }

    /** By subscription; those that have nothing to do, or no longer, are left out. */
    Map<String, Shipment> of(Collection<Lane> lanes) {
        Map<String, StoredSubscription> found =
                subscriptions.find(lanes.stream().map(Lane::subscriptionId).toList());
        Map<String, List<NotifiedEvent>> pending = pending(found.values());
        Instant now = clock.instant();
        Map<String, Shipment> shipments = new HashMap<>();
        for (Lane lane : lanes) {
            StoredSubscription subscription = found.get(lane.subscriptionId());
            if (subscription == null) {
                continue;
            }
            List<NotifiedEvent> events = pending.getOrDefault(subscription.id(), List.of());
            if (subscription.status() == SubscriptionStatus.REQUESTED) {
                shipments.put(subscription.id(), new Shipment(subscription, Purpose.HANDSHAKE, List.of()));
            } else if (!events.isEmpty()) {
                shipments.put(subscription.id(), new Shipment(subscription, Purpose.EVENTS, events));
            } else if (isSilentTooLong(lane, subscription, now)) {
                shipments.put(subscription.id(), new Shipment(subscription, Purpose.HEARTBEAT, List.of()));
            }
        }
        return shipments;
    }

    private static boolean isSilentTooLong(Lane lane, StoredSubscription subscription, Instant now) {
        return subscription.status() == SubscriptionStatus.ACTIVE
                && lane.isHeartbeatDue(now)
                && subscription.definition().channel().heartbeat() != null;
    }

    private Map<String, List<NotifiedEvent>> pending(Collection<StoredSubscription> found) {
        Map<Integer, List<String>> byMost = new HashMap<>();
        for (StoredSubscription subscription : found) {
            if (subscription.status() == SubscriptionStatus.ACTIVE) {
                byMost.computeIfAbsent(most(subscription), most -> new ArrayList<>())
                        .add(subscription.id());
            }
        }
        Map<String, List<NotifiedEvent>> pending = new HashMap<>();
        byMost.forEach((most, ids) -> pending.putAll(notifications.pending(ids, most, clock.instant())));
        return pending;
    }

    private int most(StoredSubscription subscription) {
        return channels.find(subscription.definition())
                .map(channel -> channel.mostEvents(subscription.definition()))
                .orElse(1);
    }
}
