package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.delivery.Attempt.Activated;
import dev.tributary.subscriptions.delivery.Attempt.Delivered;
import dev.tributary.subscriptions.delivery.Attempt.Failed;
import dev.tributary.subscriptions.delivery.Attempt.Postponed;
import dev.tributary.subscriptions.delivery.DeliveryLoop.Surroundings;
import dev.tributary.subscriptions.delivery.LaneLeases.Release;
import dev.tributary.subscriptions.delivery.Leases.Held;
import dev.tributary.subscriptions.registry.StoredSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down what came of many turns at once, and decides what their lanes do next. */
final class Ledger {

    private final LaneLeases lanes;
    private final Outcomes outcomes;
    private final Turns turns;
    private final RetryPolicy retries;
    private final Surroundings around;

    Ledger(LaneLeases lanes, Outcomes outcomes, Turns turns, RetryPolicy retries, Surroundings around) {
        this.lanes = lanes;
        this.outcomes = outcomes;
        this.turns = turns;
        this.retries = retries;
        this.around = around;
    }

    /**
     * An attempt that has ended.
     *
     * @param last whether its turn has ended with it
     */
    record Finished(Held turn, Attempt attempt, boolean last) {}

    /**
     * What was written.
     *
     * @param goingOn lanes that stay leased, with what they send next
     * @param releases lanes that were given back, by subscription
     * @param due whether any of those has something to do now
     * @param dead notifications that nobody will have
     */
    record Written(Map<Lane, List<Shipment>> goingOn, Map<String, Release> releases, boolean due, int dead) {}

    /**
     * Call it in a transaction.
     *
     * @param leases tells which lanes are still held
     * @param goOn whether lanes may keep their leases
     */
    Written write(Collection<Finished> finished, Leases leases, boolean goOn) {
        outcomes.delivered(finished.stream()
                .map(Finished::attempt)
                .filter(Delivered.class::isInstance)
                .map(Delivered.class::cast)
                .toList());
        Map<String, Release> releases = new HashMap<>();
        List<Lane> candidates = new ArrayList<>();
        int dead = 0;
        for (Finished each : finished) {
            Attempt attempt = each.attempt();
            int refused = attempt instanceof Failed failed ? outcomes.failed(failed) : 0;
            dead += refused;
            Held held = leases.of(each.turn());
            if (!each.last()) {
                leases.succeeded(each.turn());
            } else if (held != null) {
                boolean settled = refused > 0 || attempt instanceof Delivered || attempt instanceof Activated;
                if (settled && goOn && held.mayGoOn() && !isOneOfSeveral(attempt)) {
                    candidates.add(Lane.healthy(attempt.subscriptionId()));
                }
                releases.put(
                        attempt.subscriptionId(),
                        settled ? settled(attempt.subscriptionId(), held.isSlow()) : release(attempt, held.lane()));
            }
        }
        Map<Lane, List<Shipment>> goingOn = goingOn(candidates);
        goingOn.keySet().forEach(lane -> releases.remove(lane.subscriptionId()));
        Map<String, Instant> heartbeats = heartbeats(finished);
        Set<String> changing = new HashSet<>(releases.keySet());
        changing.addAll(heartbeats.keySet());
        lanes.lock(changing);
        lanes.heartbeats(heartbeats);
        boolean due = lanes.release(releases.values());
        boolean othersMayGo = finished.stream().anyMatch(each -> isOneOfSeveral(each.attempt()));
        return new Written(goingOn, releases, due || othersMayGo, dead);
    }

    /** Whether other subscriptions may send to the same destination, whose events come in between. */
    private static boolean isOneOfSeveral(Attempt attempt) {
        StoredSubscription told = attempt instanceof Failed failed ? failed.subscription() : told(attempt);
        return told != null && told.definition().channel().destination() != null;
    }

    private Map<Lane, List<Shipment>> goingOn(List<Lane> candidates) {
        Map<String, List<Shipment>> next = candidates.isEmpty() ? Map.of() : turns.of(candidates);
        Map<Lane, List<Shipment>> goingOn = new HashMap<>();
        for (Lane lane : candidates) {
            List<Shipment> shipments = next.getOrDefault(lane.subscriptionId(), List.of());
            if (!shipments.isEmpty() && shipments.get(0).purpose() == Purpose.EVENTS) {
                goingOn.put(lane, shipments);
            }
        }
        return goingOn;
    }

    private static Release settled(String subscriptionId, boolean slow) {
        return new Release(new Lane(subscriptionId, 0, null, null, slow));
    }

    private Release release(Attempt attempt, Lane lane) {
        Instant now = around.clock().instant();
        if (attempt instanceof Failed failed) {
            Lane failing = lane.failed(failed.at());
            return new Release(
                    failing,
                    failed.lasting()
                            ? retries.nextLook(failing, now, failed.retryAfter())
                            : retries.next(failing, now, failed.retryAfter()),
                    failed.subscription().revision());
        }
        if (attempt instanceof Postponed) {
            return new Release(lane, now.plus(around.settings().firstRetry()), null);
        }
        return new Release(Lane.healthy(lane.subscriptionId()));
    }

    /** Whoever has just heard from the hub hears again within its period. */
    private Map<String, Instant> heartbeats(Collection<Finished> finished) {
        Map<String, Instant> next = new HashMap<>();
        Instant now = around.clock().instant();
        for (Finished each : finished) {
            StoredSubscription told = told(each.attempt());
            Duration period = told == null ? null : told.definition().channel().heartbeat();
            if (period != null) {
                next.put(each.attempt().subscriptionId(), now.plus(period));
            }
        }
        return next;
    }

    private static @Nullable StoredSubscription told(Attempt attempt) {
        if (attempt instanceof Delivered delivered) {
            return delivered.subscription();
        }
        return attempt instanceof Activated activated ? activated.subscription() : null;
    }
}
