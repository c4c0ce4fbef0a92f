package dev.tributary.bench.command;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What makes one run's numbers its own, so that runs on the same data do not meet. */
final class Run {

    private Run() {}

    static String name(String prefix) {
        return prefix + Long.toString(Instant.now().getEpochSecond(), 36);
    }

    /** A day back, so that no generated stay ends in the future. */
    static Instant begin() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(1));
    }
}
