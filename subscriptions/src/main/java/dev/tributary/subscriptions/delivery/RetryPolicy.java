package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.NotificationSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When to try again and when to ask for the client's word: see {@link NotificationSettings}. */
final class RetryPolicy {

    private static final double JITTER = 0.2;
    /** How often an endpoint that is wrong or closed is asked before its subscription goes to error. */
    private static final int LOOKS = 3;

    private final NotificationSettings settings;
    private final RandomGenerator random;

    RetryPolicy(NotificationSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** Whether an endpoint that is wrong or closed was looked at often enough: somebody may be mending it just then. */
    boolean isClosed(Lane lane) {
        return lane.failures() >= LOOKS;
    }

    /** When to look again whether an endpoint that is wrong or closed has been mended. */
    Instant nextLook(Lane lane, Instant now, @Nullable Duration retryAfter) {
        Instant usual = next(lane, now, retryAfter);
        Instant look = now.plus(settings.errorAfter().dividedBy(LOOKS * 4L));
        return look.isAfter(usual) ? look : usual;
    }

    /** Whether a lane has failed often and long enough for {@code error}. */
    boolean isHopeless(Lane lane, Instant now) {
        Instant since = lane.failingSince();
        return since != null
                && lane.failures() >= settings.errorAfterAttempts()
                && !now.isBefore(since.plus(settings.errorAfter()));
    }

    /**
     * The next attempt of a lane that has just failed: doubling, with jitter. It is drawn forward to the moment at which the
     * subscription would go to error, so that a client learns of it on time. What the endpoint asked for is waited for.
     */
    Instant next(Lane lane, Instant now, @Nullable Duration retryAfter) {
        Instant next = now.plus(backOff(lane.failures()));
        Instant since = lane.failingSince();
        Instant verdict = since == null ? now : since.plus(settings.errorAfter());
        if (verdict.isAfter(now) && verdict.isBefore(next)) {
            next = verdict;
        }
        if (retryAfter == null) {
            return next;
        }
        Instant asked = now.plus(retryAfter);
        return asked.isAfter(next) ? asked : next;
    }

    private Duration backOff(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), 30);
        Duration delay = shorter(settings.firstRetry().multipliedBy(1L << doublings), settings.longestRetry());
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis((long) (delay.toMillis() * factor));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
