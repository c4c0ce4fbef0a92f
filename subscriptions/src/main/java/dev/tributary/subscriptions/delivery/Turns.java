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

    /** How many events are read at a time for one that is behind: enough that the reading does not count, few enough to be held for many. */
    private static final int AHEAD = 8;

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

    /**
     * By subscription, what it is sent one after the other, as long as all goes well; those that have nothing to do, or no longer, are left out.
     */
    Map<String, List<Shipment>> of(Collection<Lane> lanes) {
        Map<String, StoredSubscription> found =
                subscriptions.find(lanes.stream().map(Lane::subscriptionId).toList());
        Map<String, List<NotifiedEvent>> pending = pending(found.values());
        Instant now = clock.instant();
        Map<String, List<Shipment>> shipments = new HashMap<>();
        for (Lane lane : lanes) {
            StoredSubscription subscription = found.get(lane.subscriptionId());
            if (subscription == null) {
                continue;
            }
            List<NotifiedEvent> events = pending.getOrDefault(subscription.id(), List.of());
            if (subscription.status() == SubscriptionStatus.REQUESTED) {
                shipments.put(subscription.id(), List.of(new Shipment(subscription, Purpose.HANDSHAKE, List.of())));
            } else if (!events.isEmpty()) {
                shipments.put(subscription.id(), inParts(subscription, events));
            } else if (isSilentTooLong(lane, subscription, now)) {
                shipments.put(subscription.id(), List.of(new Shipment(subscription, Purpose.HEARTBEAT, List.of())));
            }
        }
        return shipments;
    }

    private List<Shipment> inParts(StoredSubscription subscription, List<NotifiedEvent> events) {
        int most = most(subscription);
        List<Shipment> parts = new ArrayList<>();
        for (int from = 0; from < events.size(); from += most) {
            List<NotifiedEvent> some = events.subList(from, Math.min(from + most, events.size()));
            parts.add(new Shipment(subscription, Purpose.EVENTS, some));
        }
        return parts;
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
                byMost.computeIfAbsent(ahead(subscription), most -> new ArrayList<>())
                        .add(subscription.id());
            }
        }
        Map<String, List<NotifiedEvent>> pending = new HashMap<>();
        byMost.forEach((most, ids) -> pending.putAll(notifications.pending(ids, most, clock.instant())));
        return pending;
    }

    /** Where others send too, each event is a turn of its own. */
    private int ahead(StoredSubscription subscription) {
        int most = most(subscription);
        return subscription.definition().channel().destination() == null ? Math.max(most, AHEAD) : most;
    }

    private int most(StoredSubscription subscription) {
        return channels.find(subscription.definition())
                .map(channel -> channel.mostEvents(subscription.definition()))
                .orElse(1);
    }
}
