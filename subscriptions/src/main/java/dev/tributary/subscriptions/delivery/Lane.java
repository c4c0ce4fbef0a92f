package dev.tributary.subscriptions.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The turn of one subscription: one notification at a time, by one replica at a time.
 *
 * @param failures attempts that failed in a row
 * @param failingSince when the first of them was; null if none
 * @param heartbeatAt when something must be sent though nothing happened; null if never
 * @param slow whether its endpoint took long lately
 */
record Lane(
        String subscriptionId,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant heartbeatAt,
        boolean slow) {

    /** A lane without heartbeats. */
    Lane(String subscriptionId, int failures, @Nullable Instant failingSince) {
        this(subscriptionId, failures, failingSince, null, false);
    }

    static Lane healthy(String subscriptionId) {
        return new Lane(subscriptionId, 0, null, null, false);
    }

    /** Whether it shares the part of the calls that is left to endpoints that fail or are slow. */
    boolean isTroubled() {
        return failures > 0 || slow;
    }

    boolean isHeartbeatDue(Instant now) {
        return heartbeatAt != null && !now.isBefore(heartbeatAt);
    }

    /** The lane after one more failure. */
    Lane failed(Instant at) {
        return new Lane(subscriptionId, failures + 1, failingSince == null ? at : failingSince, heartbeatAt, slow);
    }
}
