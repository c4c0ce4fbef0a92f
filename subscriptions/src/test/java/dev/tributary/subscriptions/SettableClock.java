package dev.tributary.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The real time plus what a test adds to it. */
final class SettableClock implements InstantSource {

    private volatile Duration ahead = Duration.ZERO;

    void advance(Duration duration) {
        ahead = ahead.plus(duration);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
