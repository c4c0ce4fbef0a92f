package dev.tributary.bench.measure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Hands out turns at a fixed rate to any number of threads. A turn not taken in time is not made up for. */
public final class Pace {

    private final long stepNanos;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    public Pace(double perSecond) {
        this.stepNanos = (long) (1e9 / perSecond);
    }

    /** Waits for this thread's turn. */
    public void await() throws InterruptedException {
        var now = System.nanoTime();
        var turn = next.getAndUpdate(due -> Math.max(due, now - stepNanos) + stepNanos);
        TimeUnit.NANOSECONDS.sleep(turn - System.nanoTime());
    }
}
