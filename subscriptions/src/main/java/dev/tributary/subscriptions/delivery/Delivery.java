package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.NotificationMetrics;
import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.delivery.DeliveryLoop.Surroundings;
import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.outbox.EventOutbox;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.SubscriptionStatusListener;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Sends numbered notifications and handshakes, in order per subscription and at least once, on any number of replicas. */
public final class Delivery implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(15);

    private final DeliveryLoop loop;
    private final Transitions transitions;
    private final ExecutorService workers;
    private @Nullable Thread thread;

    /** What delivery is made of. */
    public record Parts(
            JdbcTemplate jdbc,
            TransactionOperations transactions,
            SubscriptionStore subscriptions,
            Channels channels,
            Disclosure disclosure,
            SubscriptionStatusListener listener,
            NotificationMetrics metrics,
            NotificationSettings settings,
            InstantSource clock,
            Supplier<UUID> ids) {}

    /** @param outbox where the errors of subscriptions are told */
    public Delivery(Parts parts, FanOut fanOut, EventOutbox outbox) {
        AtomicInteger count = new AtomicInteger();
        this.workers = Executors.newCachedThreadPool(task -> {
            Thread worker = new Thread(task, "hub-notify-" + count.incrementAndGet());
            worker.setDaemon(true);
            return worker;
        });
        this.transitions = new Transitions(parts, fanOut, outbox);
        this.loop = loop(parts, transitions, workers);
    }

    private static DeliveryLoop loop(Parts parts, Transitions transitions, Executor workers) {
        NotificationSettings settings = parts.settings();
        JdbcTemplate jdbc = parts.jdbc();
        Surroundings around = new Surroundings(parts.transactions(), settings, parts.metrics(), parts.clock());
        String owner = parts.ids().get().toString();
        LaneLeases lanes = new LaneLeases(jdbc, parts.clock(), owner, settings.lease());
        RetryPolicy retries = new RetryPolicy(settings, new Random());
        Turns turns = new Turns(parts.subscriptions(), new NotificationStore(jdbc), parts.channels(), parts.clock());
        return new DeliveryLoop(
                new DeliveryLoop.Parts(
                        lanes,
                        turns,
                        new LaneTurn(
                                parts.channels(),
                                parts.disclosure(),
                                transitions,
                                new ToldElsewhere(jdbc, parts.subscriptions()),
                                settings,
                                parts.clock(),
                                workers),
                        new Ledger(lanes, new Outcomes(jdbc), turns, retries, around),
                        new Reports(retries, transitions, parts.metrics(), workers),
                        new LaneUpkeep(jdbc, transitions, workers, around)),
                workers,
                around);
    }

    /** Puts an active subscription in error, so that its owner learns that it may have missed events. Joins the caller's transaction. */
    public void fail(String subscriptionId, String reason) {
        transitions.fail(subscriptionId, "An event could not be compared with its filters. " + reason);
    }

    /** Starts sending. */
    public synchronized void start() {
        if (thread == null) {
            Thread started = new Thread(loop, "hub-notify-loop");
            started.setDaemon(true);
            started.start();
            thread = started;
        }
    }

    /** Looks for work at once instead of at the next poll. */
    public void wake() {
        loop.wake();
    }

    /** Waits for what is under way, at most 15 s, and leaves the rest to others. */
    @Override
    public synchronized void close() {
        try {
            loop.close();
            join(GRACE);
        } finally {
            abandon();
        }
    }

    /** Ends at once and writes nothing more, as a crash would. */
    public synchronized void abandon() {
        loop.stop();
        workers.shutdownNow();
        join(Duration.ofSeconds(5));
    }

    private void join(Duration atMost) {
        if (thread == null) {
            return;
        }
        try {
            thread.join(atMost.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
