package dev.tributary.conformance.scene;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Polls until an expectation is met or patience ends; then the last failure is the answer. */
public final class Eventually {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(400);

    private final Duration patience;

    Eventually(Duration patience) {
        this.patience = patience;
    }

    /** What is asked again and again; throws {@link Unmet} as long as it does not hold. */
    @FunctionalInterface
    public interface Question<T> {
        T ask() throws Exception;
    }

    /** The first answer that does not throw {@link Unmet}. */
    public <T> T get(Question<T> question) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE;
        while (true) {
            try {
                return question.ask();
            } catch (Unmet unmet) {
                if (System.nanoTime() + pause > deadline) {
                    throw new Unmet("still after " + patience.toSeconds() + " s: " + unmet.getMessage());
                }
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
    }
}
