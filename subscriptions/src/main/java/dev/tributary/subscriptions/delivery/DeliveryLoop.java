package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.NotificationMetrics;
import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.delivery.Attempt.Activated;
import dev.tributary.subscriptions.delivery.Attempt.Delivered;
import dev.tributary.subscriptions.delivery.Attempt.Failed;
import dev.tributary.subscriptions.delivery.Attempt.Postponed;
import dev.tributary.subscriptions.delivery.LaneStore.Release;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The event loop of delivery: leases lanes that are due, lets each take its turn on another thread, writes down what came of it.
 *
 * <p>One thread does all the bookkeeping, so that it needs no locks and many outcomes share a commit. Turns run side by side, at most
 * {@code maxInFlight}, one per subscription. An outcome is kept until it is written: a database that is away delays, and loses nothing.
 */
final class DeliveryLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    /** A turn that takes longer than this is not one that others should wait for. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    /** How many notifications a lane may send before others that wait get their turn. */
    private static final int TURNS_PER_LEASE = 50;

    private final LaneStore lanes;
    private final LaneTurn turn;
    private final Transitions transitions;
    private final RetryPolicy retries;
    private final Executor workers;
    private final Surroundings around;

    private final Map<String, Lease> leases = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Attempt> finished = new ConcurrentLinkedQueue<>();
    private final Semaphore wake = new Semaphore(0);
    private final List<Attempt> unwritten = new ArrayList<>();
    private Instant renewed = Instant.MIN;
    private Instant swept = Instant.MIN;
    /** Whether to look for due lanes; not needed after outcomes that free none, and the query has its price. */
    private volatile boolean looking = true;

    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean closing;
    private volatile boolean stopped;

    /** What the loop does not make itself. */
    record Surroundings(
            TransactionOperations transactions,
            NotificationSettings settings,
            NotificationMetrics metrics,
            InstantSource clock) {}

    /** A lane in this engine's hands. */
    private record Lease(Lane lane, Instant until, int turns, long startedNanos) {

        boolean isSlow() {
            return System.nanoTime() - startedNanos > SLOW.toNanos();
        }
    }

    DeliveryLoop(
            LaneStore lanes,
            LaneTurn turn,
            Transitions transitions,
            RetryPolicy retries,
            Executor workers,
            Surroundings around) {
        this.lanes = lanes;
        this.turn = turn;
        this.transitions = transitions;
        this.retries = retries;
        this.workers = workers;
        this.around = around;
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
        wake();
    }

    @Override
    public void run() {
        while (!stopped && !(closing && leases.isEmpty())) {
            try {
                once();
            } catch (RuntimeException e) {
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
        renew();
        collect();
        if (!closing && looking) {
            looking = false;
            claim();
            sweep();
        }
    }

    private void renew() {
        Instant now = around.clock().instant();
        Duration lease = around.settings().lease();
        if (leases.isEmpty() || renewed.isAfter(now.minus(lease.dividedBy(3)))) {
            return;
        }
        List<String> mine = around.transactions().execute(status -> lanes.renew(leases.keySet()));
        leases.keySet().retainAll(mine == null ? List.of() : mine);
        leases.replaceAll((id, held) -> new Lease(held.lane(), now.plus(lease), held.turns(), held.startedNanos()));
        renewed = now;
    }

    /** Writes what has come back, in one transaction, and lets lanes with more to send go on. */
    private void collect() {
        for (Attempt attempt = finished.poll(); attempt != null; attempt = finished.poll()) {
            unwritten.add(attempt);
        }
        if (unwritten.isEmpty()) {
            return;
        }
        List<Lane> goingOn = new ArrayList<>();
        Map<String, Release> releases = new HashMap<>();
        around.transactions().executeWithoutResult(status -> write(goingOn, releases));
        List<Attempt> written = List.copyOf(unwritten);
        unwritten.clear();
        if (!releases.isEmpty()) {
            leases.keySet().removeAll(releases.keySet());
            looking = true;
        }
        written.forEach(attempt -> report(attempt, releases.get(attempt.subscriptionId())));
        goingOn.forEach(this::start);
    }

    private void write(List<Lane> goingOn, Map<String, Release> releases) {
        lanes.delivered(unwritten.stream()
                .filter(Delivered.class::isInstance)
                .map(Delivered.class::cast)
                .toList());
        for (Attempt attempt : unwritten) {
            int dead = attempt instanceof Failed failed ? lanes.failed(failed) : 0;
            around.metrics().dead(dead);
            String id = attempt.subscriptionId();
            Lease held = leases.get(id);
            if (held != null) {
                boolean settled = dead > 0 || attempt instanceof Delivered || attempt instanceof Activated;
                boolean slow = held.isSlow();
                if (settled && !slow && mayGoOn(held) && lanes.hasPending(id)) {
                    goingOn.add(Lane.healthy(id));
                } else {
                    releases.put(id, settled ? new Release(settled(id, slow), null) : release(attempt, held.lane()));
                }
            }
        }
        lanes.heartbeats(heartbeats());
        lanes.release(releases.values());
    }

    private static Lane settled(String subscriptionId, boolean slow) {
        return new Lane(subscriptionId, 0, null, null, slow);
    }

    /** Whoever has just heard from the hub hears again within its period. */
    private Map<String, Instant> heartbeats() {
        Map<String, Instant> next = new HashMap<>();
        Instant now = around.clock().instant();
        for (Attempt attempt : unwritten) {
            StoredSubscription told = told(attempt);
            Duration period = told == null ? null : told.definition().channel().heartbeat();
            if (period != null) {
                next.put(attempt.subscriptionId(), now.plus(period));
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

    private boolean mayGoOn(Lease held) {
        return !closing && held.turns() < TURNS_PER_LEASE;
    }

    private Release release(Attempt attempt, Lane lane) {
        Instant now = around.clock().instant();
        if (attempt instanceof Failed failed) {
            Lane failing = lane.failed(failed.at());
            return new Release(
                    failing,
                    failed.lasting()
                            ? retries.nextLook(failing, now, failed.retryAfter())
                            : retries.next(failing, now, failed.retryAfter()));
        }
        if (attempt instanceof Postponed) {
            return new Release(lane, now.plus(around.settings().firstRetry()));
        }
        return new Release(Lane.healthy(lane.subscriptionId()), null);
    }

    private void report(Attempt attempt, @Nullable Release release) {
        if (attempt instanceof Delivered delivered) {
            log.debug("Subscription {}: {} delivered", attempt.subscriptionId(), what(delivered.events()));
            delivered
                    .events()
                    .forEach(event -> around.metrics().delivered(Duration.between(event.recorded(), delivered.at())));
        } else if (attempt instanceof Failed failed) {
            around.metrics().attemptFailed();
            log.warn(
                    "Subscription {}: {} not delivered{}; next attempt {}. {}",
                    attempt.subscriptionId(),
                    what(failed.events()),
                    failed.refusal() == null ? "" : ", and refused",
                    release == null ? "when it is leased again" : release.nextAttempt(),
                    failed.reason());
            boolean active = failed.subscription().status() == SubscriptionStatus.ACTIVE;
            if (active && release != null && isOver(failed, release.lane())) {
                workers.execute(() -> fail(failed));
            }
        }
    }

    private boolean isOver(Failed failed, Lane lane) {
        return failed.lasting() ? retries.isClosed(lane) : retries.isHopeless(lane, failed.at());
    }

    private static String what(List<NotifiedEvent> events) {
        if (events.isEmpty()) {
            return "a handshake or heartbeat";
        }
        long first = events.get(0).number();
        long last = events.get(events.size() - 1).number();
        return first == last ? "event " + first : "events " + first + " to " + last;
    }

    /** Should it not be stored, the next failed attempt brings it here again. */
    private void fail(Failed failed) {
        try {
            transitions.fail(failed.subscription(), "Notifications could not be delivered. " + failed.reason());
            log.warn("Subscription {}: failed for too long and is in error", failed.subscriptionId());
            around.metrics().subscriptionFailed();
        } catch (RuntimeException e) {
            log.warn("Subscription {}: its error could not be stored", failed.subscriptionId(), e);
        }
    }

    private void claim() {
        int free = around.settings().maxInFlight() - leases.size();
        if (free <= 0) {
            return;
        }
        long busy = leases.values().stream()
                .filter(held -> held.lane().isTroubled() || held.isSlow())
                .count();
        int troubled = Math.max(1, around.settings().maxInFlight() / 4) - (int) busy;
        Channels.Connected connected = turn.connected();
        List<Lane> claimed = around.transactions().execute(status -> {
            List<Lane> healthy = lanes.claim(false, free, connected);
            List<Lane> all = new ArrayList<>(healthy);
            all.addAll(lanes.claim(true, Math.min(free - healthy.size(), troubled), connected));
            return all;
        });
        if (claimed != null) {
            claimed.forEach(this::start);
        }
    }

    private void start(Lane lane) {
        Instant until = around.clock().instant().plus(around.settings().lease());
        leases.merge(
                lane.subscriptionId(),
                new Lease(lane, until, 1, System.nanoTime()),
                (held, fresh) -> new Lease(lane, held.until(), held.turns() + 1, System.nanoTime()));
        workers.execute(() -> take(lane));
    }

    private void take(Lane lane) {
        CompletableFuture<Void> unused = turn.take(lane, () -> isLeased(lane.subscriptionId()))
                .exceptionally(bug -> {
                    log.error("Subscription {}: its turn ended without an outcome", lane.subscriptionId(), bug);
                    return new Postponed(lane.subscriptionId());
                })
                .thenAccept(attempt -> {
                    finished.add(attempt);
                    wake.release();
                });
    }

    private boolean isLeased(String subscriptionId) {
        Lease held = leases.get(subscriptionId);
        return held != null && around.clock().instant().isBefore(held.until());
    }

    /** Now and then, beside the loop: it may read much, and nobody waits for it. */
    private void sweep() {
        Instant now = around.clock().instant();
        if (swept.isAfter(now.minus(SWEEP)) || !sweeping.compareAndSet(false, true)) {
            return;
        }
        swept = now;
        workers.execute(() -> {
            try {
                tidy();
            } catch (RuntimeException e) {
                log.warn("What is too old or has ended could not be looked for; it will be again", e);
            } finally {
                sweeping.set(false);
            }
        });
    }

    private void tidy() {
        int dead;
        do {
            dead = lanes.giveUp(around.settings().giveUpAfter());
            if (dead > 0) {
                log.warn("{} notifications were given up; GET /notifications?state=dead lists them", dead);
                around.metrics().dead(dead);
            }
        } while (dead > 0 && !closing && !stopped);
        lanes.ended().forEach(transitions::end);
        around.transactions().executeWithoutResult(status -> lanes.remember());
    }
}
