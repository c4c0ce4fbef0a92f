package dev.tributary.subscriptions;

import dev.tributary.subscriptions.delivery.Delivery;
import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.EventOutbox;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the threads that carry events from the outbox to the subscribers. Any number of engines may run on one database;
 * each may die at any line.
 *
 * <p>A commit wakes it through the {@link CommitSignal}; polling is the safety net.
 */
public final class NotificationEngine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NotificationEngine.class);

    private final CommitSignal signal;
    private final Duration poll;
    private final FanOut fanOut;
    private final Delivery delivery;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    public NotificationEngine(Delivery.Parts parts, FanOut fanOut, CommitSignal signal) {
        this.signal = signal;
        this.poll = parts.settings().poll();
        this.fanOut = fanOut;
        this.delivery = new Delivery(parts, fanOut, new EventOutbox(parts.jdbc(), signal, parts.clock()));
        fanOut.onUnanswered(delivery::fail);
    }

    /** Starts the threads; returns at once. An engine is started once. */
    public synchronized void start() {
        if (thread != null) {
            return;
        }
        running = true;
        Thread started = new Thread(this::fanOutLoop, "hub-fan-out");
        started.setDaemon(true);
        started.start();
        thread = started;
        delivery.start();
        signal.listen(wake::release);
    }

    /** Looks for events, handshakes and due retries at once. */
    public void wake() {
        wake.release();
        delivery.wake();
    }

    private void fanOutLoop() {
        while (running) {
            try {
                fanOut.drain(delivery::wake);
                // Handshakes and replays come by the same signal.
                delivery.wake();
            } catch (RuntimeException | Error e) {
                // Whatever it is: without this thread no event would be numbered any more.
                log.warn("Events could not be fanned out; the next poll tries again", e);
            }
            await();
        }
    }

    private void await() {
        try {
            if (wake.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    /** Stops taking work, waits at most 15 s for what is under way, frees the leases. The CommitSignal stays open. */
    @Override
    public void close() {
        try {
            stopFanOut();
        } finally {
            delivery.close();
        }
    }

    /** Stops as a crash would: nothing is finished, leases run out by themselves. */
    void abandon() {
        stopFanOut();
        delivery.abandon();
    }

    private synchronized void stopFanOut() {
        running = false;
        wake.release();
        if (thread != null) {
            try {
                thread.join(Duration.ofSeconds(10).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
