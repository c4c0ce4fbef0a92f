package dev.tributary.server.notify;

import dev.tributary.subscriptions.acknowledgement.Acknowledgements;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Opens Tasks and escalates each second, on every replica: what one has locked the others leave alone. */
final class AcknowledgementWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AcknowledgementWorker.class);
    private static final int PERIOD_MILLIS = 1_000;

    private final Acknowledgements acknowledgements;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "acknowledgements"));
    private volatile boolean running;

    AcknowledgementWorker(Acknowledgements acknowledgements) {
        this.acknowledgements = acknowledgements;
    }

    @Override
    public void start() {
        running = true;
        var unused = executor.scheduleWithFixedDelay(this::round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            if (running) {
                acknowledgements.open();
                acknowledgements.escalate();
            }
        } catch (RuntimeException | Error e) {
            // What is thrown here would end the executor for good, in silence.
            LOG.warn("Tasks wait for the next round ({}).", e.getClass().getSimpleName());
        }
    }

    @Override
    public void stop() {
        running = false;
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 50;
    }
}
