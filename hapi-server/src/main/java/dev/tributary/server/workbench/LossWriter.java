package dev.tributary.server.workbench;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Writes the counts of losses every other second, and once more at the end. */
final class LossWriter implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LossWriter.class);
    private static final int PERIOD_SECONDS = 2;

    private final Losses losses;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "losses"));
    private volatile boolean running;

    LossWriter(Losses losses) {
        this.losses = losses;
    }

    @Override
    public void start() {
        running = true;
        executor.scheduleWithFixedDelay(this::write, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void write() {
        try {
            losses.flush();
        } catch (RuntimeException | Error e) {
            // What is thrown here would end the executor for good, in silence.
            LOG.warn("Losses could not be written ({}).", e.getClass().getSimpleName());
        }
    }

    @Override
    public void stop() {
        running = false;
        executor.shutdownNow();
        write();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
