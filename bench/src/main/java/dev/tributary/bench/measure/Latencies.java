package dev.tributary.bench.measure;

import java.time.Duration;
import java.util.Arrays;

/** Collects durations from any number of threads; percentiles are exact (nearest rank), nothing is bucketed. */
public final class Latencies {

    private long[] nanos = new long[1024];
    private int count;

    public synchronized void record(Duration duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration.toNanos();
    }

    public void recordSince(long startNanos) {
        record(Duration.ofNanos(System.nanoTime() - startNanos));
    }

    public synchronized Summary summary() {
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Summary(
                count,
                at(sorted, 0),
                at(sorted, 500),
                at(sorted, 900),
                at(sorted, 990),
                at(sorted, 999),
                at(sorted, 1000));
    }

    /** The smallest value that at least {@code perMille} of the values do not exceed; 0 if there is none. */
    private static double at(long[] sorted, int perMille) {
        if (sorted.length == 0) {
            return 0;
        }
        var rank = (int) (((long) perMille * sorted.length + 999) / 1000);
        return Math.round(sorted[Math.max(rank, 1) - 1] / 1e4) / 100.0;
    }

    /** All in milliseconds, to a hundredth. */
    public record Summary(long count, double min, double p50, double p90, double p99, double p999, double max) {}
}
