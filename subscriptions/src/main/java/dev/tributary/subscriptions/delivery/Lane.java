package dev.tributary.subscriptions.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The turn of one subscription: one notification at a time, by one replica at a time.
 *
 * @param failures attempts that failed in a row
 * @param failingSince when the first of them was; null if none
 */
record Lane(String subscriptionId, int failures, @Nullable Instant failingSince) {

    static Lane healthy(String subscriptionId) {
        return new Lane(subscriptionId, 0, null);
    }

    /** The lane after one more failure. */
    Lane failed(Instant at) {
        return new Lane(subscriptionId, failures + 1, failingSince == null ? at : failingSince);
    }
}
