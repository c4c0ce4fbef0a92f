package dev.tributary.server.transform;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work that may never end, one after the other. What does not end in time is told to stop and left behind; until it has ended,
 * nothing else runs, so that there is at most one thread that nobody waits for.
 *
 * <p>Work that did not end three times in a row is out of action: it costs nothing any more until it has rested for thirty times its
 * limit, and then one more try.
 */
final class TimeLimit {

    private static final Duration GRACE = Duration.ofMillis(500);
    private static final int MOST_IN_A_ROW = 3;
    private static final int REST_IN_LIMITS = 30;

    private final Duration limit;
    private final LongSupplier nanos;
    private @Nullable Thread runaway;
    /** Read by those who only ask, while work runs. */
    private volatile int inARow;

    private volatile long restsUntil;

    TimeLimit(Duration limit) {
        this(limit, System::nanoTime);
    }

    /** @param nanos a clock that only grows */
    TimeLimit(Duration limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** Whether work would be refused now without being tried. */
    boolean isOutOfAction() {
        return inARow >= MOST_IN_A_ROW && nanos.getAsLong() - restsUntil < 0;
    }

    /**
     * The result of the work; what it throws is thrown here.
     *
     * @param stop asks the work to end, from another thread
     * @throws Exceeded if it takes longer, if former work still has not ended, or if it is out of action
     */
    synchronized <T> T run(Supplier<T> work, Runnable stop) {
        if (isOutOfAction()) {
            throw new Exceeded(
                    "it did not end within %s s %d times in a row and is out of action: correct it and replay"
                            .formatted(seconds(), MOST_IN_A_ROW));
        }
        if (runaway != null && runaway.isAlive()) {
            throw exceeded();
        }
        runaway = null;
        var task = new FutureTask<T>(work::get);
        var thread = new Thread(task, "structure-map");
        thread.setDaemon(true);
        thread.start();
        try {
            var result = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            inARow = 0;
            return result;
        } catch (TimeoutException e) {
            abandon(thread, stop);
            throw exceeded();
        } catch (InterruptedException e) {
            abandon(thread, stop);
            Thread.currentThread().interrupt();
            throw new Exceeded("the hub is stopping");
        } catch (ExecutionException e) {
            inARow = 0;
            throw rethrown(e);
        }
    }

    private Exceeded exceeded() {
        restsUntil = nanos.getAsLong() + limit.multipliedBy(REST_IN_LIMITS).toNanos();
        inARow = Math.min(MOST_IN_A_ROW, inARow + 1);
        return new Exceeded("it did not end within " + seconds() + " s");
    }

    private void abandon(Thread thread, Runnable stop) {
        stop.run();
        thread.interrupt();
        try {
            thread.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runaway = thread.isAlive() ? thread : null;
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        if (e.getCause() instanceof Error cause) {
            throw cause;
        }
        return new IllegalStateException("Work threw what it cannot throw", e);
    }

    private String seconds() {
        return limit.toMillis() % 1000 == 0
                ? Long.toString(limit.toSeconds())
                : Double.toString(limit.toMillis() / 1000.0);
    }

    /** The work did not end in time. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(String text) {
            super(text, null, false, false);
        }
    }
}
