package dev.tributary.subscriptions.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param reason why it was not taken, in a sentence without PHI; null if it was
 * @param answered whether the other side said anything at all
 * @param retryAfter what it asked for, a day at most; null if it did not
 * @param refusal how final its word is; null if time may help
 * @param lasting whether the endpoint itself is wrong, closed to the hub or gone (HTTP 401, 403, 404, 410 …), so that nothing sent there will
 *     be taken until somebody mends it
 */
public record Reply(
        @Nullable String reason,
        boolean answered,
        @Nullable Duration retryAfter,
        @Nullable Refusal refusal,
        boolean lasting) {

    /** The longest Retry-After that is believed: maintenance over a night, not a receiver that closes its line for good. */
    private static final Duration LONGEST_ASKED = Duration.ofDays(1);

    public Reply {
        if (retryAfter != null && retryAfter.compareTo(LONGEST_ASKED) > 0) {
            retryAfter = LONGEST_ASKED;
        }
    }

    /**
     * The other side will not have these events, whenever they come.
     *
     * @param attempts after how many the notification is dead and the next one has its turn; 1 is at once
     * @param detail its own words, kept with the notification and never logged: they may name a patient; empty if it had none
     */
    public record Refusal(int attempts, String detail) {}

    /** What came of an attempt that may be repeated. */
    public Reply(@Nullable String reason, boolean answered, @Nullable Duration retryAfter) {
        this(reason, answered, retryAfter, null, false);
    }

    /** The other side took it. */
    public static final Reply TAKEN = new Reply(null, true, null);

    /** The other side does not want it; see {@link Refusal}. */
    public static Reply refused(String reason, int attempts, String detail) {
        return new Reply(reason, true, null, new Refusal(attempts, detail), false);
    }

    /** The endpoint is not, or no longer, one for the hub. */
    public static Reply lasting(String reason) {
        return new Reply(reason, true, null, null, true);
    }

    /** Nothing came back. */
    public static Reply unanswered(String reason) {
        return new Reply(reason, false, null);
    }
}
