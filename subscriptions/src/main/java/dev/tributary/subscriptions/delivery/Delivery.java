package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.NotificationMetrics;
import dev.tributary.subscriptions.NotificationSettings;
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
        SubscriptionStore subscriptions = parts.subscriptions();
        Transitions transitions = new Transitions(parts, fanOut, outbox);
        LaneTurn turn = new LaneTurn(
                subscriptions,
                new NotificationStore(parts.jdbc()),
                parts.channels(),
                parts.disclosure(),
                transitions,
                parts.settings(),
                parts.clock());
        String owner = parts.ids().get().toString();
        this.loop = new DeliveryLoop(
                new LaneStore(
                        parts.jdbc(), parts.clock(), owner, parts.settings().lease()),
                turn,
                transitions,
                new RetryPolicy(parts.settings(), new Random()),
                workers,
                new DeliveryLoop.Surroundings(parts.transactions(), parts.settings(), parts.metrics(), parts.clock()));
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
        loop.close();
        join(GRACE);
        abandon();
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
