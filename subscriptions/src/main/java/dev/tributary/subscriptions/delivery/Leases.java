package dev.tributary.subscriptions.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** The lanes in this engine's hands. Changed by the loop alone; whoever sends asks from another thread whether a lane is still held. */
final class Leases {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);

    /** A turn that takes longer than this is not one that others should wait for. */
    private static final Duration SLOW = Duration.ofSeconds(2);
    /** A channel ends each attempt within about a minute; whatever takes longer never comes back. */
    private static final Duration LOST = Duration.ofMinutes(5);
    /** How many notifications a lane may send before others that wait get their turn. */
    private static final int TURNS_PER_LEASE = 50;

    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Duration lease;
    private Instant renewed = Instant.MIN;
    private long turns;

    Leases(InstantSource clock, Duration lease) {
        this.clock = clock;
        this.lease = lease;
    }

    /**
     * A lane that takes its turn.
     *
     * @param id of the turn: a lane may be lost and leased again before an earlier turn has ended
     * @param taken turns since it was leased
     */
    record Held(long id, Lane lane, Instant until, int taken, long startedNanos) {

        boolean isSlow() {
            return isOlder(SLOW);
        }

        boolean mayGoOn() {
            return taken < TURNS_PER_LEASE && !isSlow();
        }

        private boolean isOlder(Duration age) {
            return System.nanoTime() - startedNanos > age.toNanos();
        }
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    int size() {
        return held.size();
    }

    /** How many hold up calls: they fail, or are slow just now. */
    int troubled() {
        return (int) held.values().stream()
                .filter(each -> each.lane().isTroubled() || each.isSlow())
                .count();
    }

    /** Begins a turn of a lane that was leased just now, or that goes on. */
    Held begin(Lane lane) {
        Held before = held.get(lane.subscriptionId());
        Instant until = before == null ? clock.instant().plus(lease) : before.until();
        int taken = before == null ? 1 : before.taken() + 1;
        Held begun = new Held(++turns, lane, until, taken, System.nanoTime());
        held.put(lane.subscriptionId(), begun);
        return begun;
    }

    /** The lane of this turn; null if it was lost meanwhile. */
    @Nullable
    Held of(Held turn) {
        Held now = held.get(turn.lane().subscriptionId());
        return now != null && now.id() == turn.id() ? now : null;
    }

    /** Whether the lane of this turn may still be sent to. */
    boolean isValid(Held turn) {
        Held now = of(turn);
        return now != null && clock.instant().isBefore(now.until());
    }

    void drop(Collection<String> subscriptionIds) {
        held.keySet().removeAll(subscriptionIds);
    }

    /** Prolongs all that are held, three times in the life of a lease. What others have taken is dropped. */
    void renew(LaneLeases store, TransactionOperations transactions) {
        Instant now = clock.instant();
        if (held.isEmpty() || renewed.isAfter(now.minus(lease.dividedBy(3)))) {
            return;
        }
        dropLost();
        Set<String> mine = transactions.execute(status -> store.renew(held.keySet()));
        held.keySet().retainAll(mine == null ? Set.of() : mine);
        held.replaceAll(
                (id, each) -> new Held(each.id(), each.lane(), now.plus(lease), each.taken(), each.startedNanos()));
        renewed = now;
    }

    /** So that no lane stands still for good: the lease runs out, and whoever takes it sends again. */
    private void dropLost() {
        List<String> lost = held.values().stream()
                .filter(each -> each.isOlder(LOST))
                .map(each -> each.lane().subscriptionId())
                .toList();
        lost.forEach(id -> log.error("Subscription {}: a turn did not end; it is sent to again", id));
        held.keySet().removeAll(new HashSet<>(lost));
    }
}
