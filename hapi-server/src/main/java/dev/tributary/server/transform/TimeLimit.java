package dev.tributary.server.transform;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work that may never end, one after the other. What does not end in time is told to stop and left behind; until it has ended,
 * nothing else runs, so that there is at most one thread that nobody waits for.
 */
final class TimeLimit {

    private static final Duration GRACE = Duration.ofMillis(500);

    private final Duration limit;
    private @Nullable Thread runaway;

    TimeLimit(Duration limit) {
        this.limit = limit;
    }

    /**
     * The result of the work; what it throws is thrown here.
     *
     * @param stop asks the work to end, from another thread
     * @throws Exceeded if it takes longer, or if former work still has not ended
     */
    synchronized <T> T run(Supplier<T> work, Runnable stop) {
        if (runaway != null && runaway.isAlive()) {
            throw new Exceeded(limit);
        }
        runaway = null;
        var task = new FutureTask<T>(work::get);
        var thread = new Thread(task, "structure-map");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            abandon(thread, stop);
            throw new Exceeded(limit);
        } catch (InterruptedException e) {
            abandon(thread, stop);
            Thread.currentThread().interrupt();
            throw new Exceeded(limit);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
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

    /** The work did not end in time. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(Duration limit) {
            super("it did not end within " + seconds(limit) + " s", null, false, false);
        }

        private static String seconds(Duration limit) {
            return limit.toMillis() % 1000 == 0
                    ? Long.toString(limit.toSeconds())
                    : Double.toString(limit.toMillis() / 1000.0);
        }
    }
}
