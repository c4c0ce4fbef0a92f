package dev.tributary.server.jobs;

import dev.tributary.subscriptions.retention.JobLease;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Does one job from time to time, on whichever replica takes its lease. A job that fails is tried again the next time. */
public final class Housekeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration FIRST = Duration.ofSeconds(20);

    private final String name;
    private final JobLease lease;
    private final Duration every;
    private final Consumer<BooleanSupplier> job;
    private @Nullable ScheduledExecutorService thread;
    private volatile boolean running;

    /** @param job is given what it asks between its parts: whether it may go on */
    public Housekeeping(String name, JobLease lease, Duration every, Consumer<BooleanSupplier> job) {
        this.name = name;
        this.lease = lease;
        this.every = every;
        this.job = job;
    }

    @Override
    public synchronized void start() {
        running = true;
        var started = Executors.newSingleThreadScheduledExecutor(task -> {
            var worker = new Thread(task, "hub-" + name);
            worker.setDaemon(true);
            return worker;
        });
        // Looked at more often than due: another replica may have been the last, or have died.
        var look = Math.max(
                1_000, Math.min(every.toMillis() / 4, Duration.ofMinutes(5).toMillis()));
        var unused = started.scheduleWithFixedDelay(
                this::look, Math.min(FIRST.toMillis(), look), look, TimeUnit.MILLISECONDS);
        thread = started;
    }

    private void look() {
        try {
            if (running && lease.take(name, every)) {
                job.accept(() -> running && lease.renew(name));
                lease.end(name);
            }
        } catch (RuntimeException e) {
            LOG.warn("{} did not end; it is tried again", name, e);
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (thread != null) {
            thread.shutdown();
            try {
                if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                    LOG.warn("{} is still at it", name);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 60;
    }
}
