package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.NotificationMetrics;
import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.delivery.Attempt.Idle;
import dev.tributary.subscriptions.delivery.Attempt.Postponed;
import dev.tributary.subscriptions.delivery.Leases.Held;
import dev.tributary.subscriptions.delivery.Ledger.Finished;
import dev.tributary.subscriptions.delivery.Ledger.Written;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The event loop of delivery: leases lanes that are due, lets each take its turn on another thread, writes down what came of it.
 *
 * <p>One thread does all the bookkeeping, so that it needs no locks, reads for many lanes at once, and many outcomes share a commit. Turns run
 * side by side, at most {@code maxInFlight}, one per subscription. An outcome is kept until it is written: a database that is away delays,
 * and loses nothing.
 */
final class DeliveryLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(DeliveryLoop.class);

    private final Parts parts;
    private final Surroundings around;
    private final Executor workers;
    private final Leases leases;

    private final ConcurrentLinkedQueue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final Semaphore wake = new Semaphore(0);
    private final List<Finished> unwritten = new ArrayList<>();
    /** Whether to look for due lanes; not needed after outcomes that free none, and the query has its price. */
    private volatile boolean looking = true;
    /** Whether the last look may have left due lanes for want of room. */
    private boolean crowded;

    private volatile boolean closing;
    private volatile boolean stopped;

    /** What the loop does not make itself. */
    record Surroundings(
            TransactionOperations transactions,
            NotificationSettings settings,
            NotificationMetrics metrics,
            InstantSource clock) {}

    /** What the loop sets in motion. */
    record Parts(LaneLeases lanes, Turns turns, LaneTurn turn, Ledger ledger, Reports reports, LaneUpkeep upkeep) {}

    DeliveryLoop(Parts parts, Executor workers, Surroundings around) {
        this.parts = parts;
        this.workers = workers;
        this.around = around;
        this.leases = new Leases(around.clock(), around.settings().lease());
    }

    /** There may be lanes to lease: events were numbered, a subscription changed. */
    void wake() {
        looking = true;
        wake.release();
    }

    /** Takes no more lanes; the loop ends when all that are under way are written, or when stopped. */
    void close() {
        closing = true;
        wake();
    }

    /** Ends the loop as it is; what it had leased is free when the leases run out. */
    void stop() {
        stopped = true;
        parts.upkeep().stop();
        wake();
    }

    @Override
    public void run() {
        while (!stopped && !(closing && leases.isEmpty())) {
            try {
                once();
            } catch (RuntimeException | Error e) {
                // Whatever it is: a loop that ended would leave every subscriber without notifications.
                looking = true;
                log.warn("Delivery could not reach the database; it goes on when that is back", e);
            }
            await();
        }
    }

    private void await() {
        Duration poll = around.settings().poll();
        try {
            if (wake.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            } else {
                looking = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    private void once() {
        leases.renew(parts.lanes(), around.transactions());
        collect();
        if (!closing && looking) {
            looking = false;
            claim();
            parts.upkeep().whenDue();
        }
    }

    /** Writes what has come back, in one transaction, and lets lanes with more to send go on. */
    private void collect() {
        for (Finished each = finished.poll(); each != null; each = finished.poll()) {
            unwritten.add(each);
        }
        if (unwritten.isEmpty()) {
            return;
        }
        Written written = around.transactions().execute(status -> parts.ledger().write(unwritten, leases, !closing));
        List<Finished> done = List.copyOf(unwritten);
        unwritten.clear();
        if (written == null) {
            return;
        }
        leases.drop(written.releases().keySet());
        // Not |=, which reads, then writes: a wake-up in between would be forgotten.
        if (written.due() || (crowded && !written.releases().isEmpty())) {
            looking = true;
        }
        written.goingOn().forEach(this::start);
        around.metrics().dead(written.dead());
        done.forEach(each -> parts.reports().report(each.attempt(), release(written, each.attempt())));
    }

    private static LaneLeases.@Nullable Release release(Written written, Attempt attempt) {
        return written.releases().get(attempt.subscriptionId());
    }

    private void claim() {
        int most = around.settings().maxInFlight();
        int free = most - leases.size();
        crowded = free <= 0;
        if (crowded) {
            return;
        }
        int troubled = Math.max(1, most / 4) - leases.troubled();
        Channels.Connected connected = parts.turn().connected();
        Map<Lane, List<Shipment>> claimed = around.transactions().execute(status -> {
            List<Lane> lanes = new ArrayList<>(parts.lanes().claim(false, free, connected));
            int room = Math.min(free - lanes.size(), troubled);
            List<Lane> more = parts.lanes().claim(true, room, connected);
            crowded = lanes.size() >= free || more.size() >= room;
            lanes.addAll(more);
            return shipments(lanes);
        });
        if (claimed != null) {
            claimed.forEach(this::start);
        }
    }

    /** A lane without anything to do is begun as well: its turn ends at once, and it is given back. */
    private Map<Lane, List<Shipment>> shipments(List<Lane> lanes) {
        Map<String, List<Shipment>> shipments =
                lanes.isEmpty() ? Map.of() : parts.turns().of(lanes);
        Map<Lane, List<Shipment>> all = new LinkedHashMap<>();
        lanes.forEach(lane -> all.put(lane, shipments.getOrDefault(lane.subscriptionId(), List.of())));
        return all;
    }

    private void start(Lane lane, List<Shipment> shipments) {
        Held turn = leases.begin(lane);
        if (shipments.isEmpty()) {
            finish(turn, new Idle(lane.subscriptionId()), true);
        } else {
            workers.execute(() -> take(turn, shipments));
        }
    }

    private void take(Held turn, List<Shipment> shipments) {
        CompletableFuture<Void> unused = attempt(turn, shipments)
                .exceptionally(bug -> {
                    if (!stopped) {
                        log.error("Subscription {}: its turn ended without an outcome", id(turn), bug);
                    }
                    return new Postponed(id(turn));
                })
                .thenAccept(attempt -> finish(turn, attempt, true));
    }

    /** Even an error that nobody foresaw must end the turn, or its lane would stand still. */
    private CompletableFuture<Attempt> attempt(Held turn, List<Shipment> shipments) {
        try {
            return parts.turn()
                    .take(
                            turn.lane(),
                            shipments,
                            () -> leases.isValid(turn),
                            delivered -> finish(turn, delivered, false));
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static String id(Held turn) {
        return turn.lane().subscriptionId();
    }

    private void finish(Held turn, Attempt attempt, boolean last) {
        finished.add(new Finished(turn, attempt, last));
        wake.release();
    }
}
