package dev.tributary.subscriptions.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param reason why it was not taken, in a sentence without PHI; null if it was
 * @param answered whether the other side said anything at all
 * @param retryAfter what it asked for; null if it did not
 */
public record Reply(
        @Nullable String reason, boolean answered, @Nullable Duration retryAfter) {

    /** The other side took it. */
    public static final Reply TAKEN = new Reply(null, true, null);

    /** Nothing came back. */
    public static Reply unanswered(String reason) {
        return new Reply(reason, false, null);
    }
}
