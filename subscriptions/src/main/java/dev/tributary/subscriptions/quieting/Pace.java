package dev.tributary.subscriptions.quieting;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription has been told lately, as its lane keeps it.
 *
 * @param windowStart when the present hour of its maximum rate began; null if none ever did
 * @param windowCount bundles in that hour
 * @param heldUntil until when the newest held event is held; null if none ever was
 */
public record Pace(
        @Nullable Instant windowStart,
        int windowCount,
        @Nullable Instant heldUntil) {

    private static final Duration WINDOW = Duration.ofHours(1);

    /** Nothing yet. */
    public static final Pace NEW = new Pace(null, 0, null);

    /**
     * What becomes of one event.
     *
     * @param notBefore when it may be sent; null for at once
     * @param flushes whether what is held goes out with it
     */
    public record Turn(Pace pace, @Nullable Instant notBefore, boolean flushes) {}

    /** Takes one more event, which is wanted, at {@code now}. Numbers stay in order: nothing overtakes what is held, what is urgent takes it along. */
    public Turn next(Quieting quieting, Severity severity, Instant now) {
        Instant held = heldUntil != null && heldUntil.isAfter(now) ? heldUntil : null;
        if (!quieting.holds()) {
            return held == null
                    ? new Turn(this, null, false)
                    : new Turn(new Pace(windowStart, windowCount, null), null, true);
        }
        if (quieting.passes(severity)) {
            return new Turn(new Pace(windowStart, windowCount, null), null, held != null);
        }
        Instant due = quieting.earliest(now);
        if (held != null && !held.isBefore(due)) {
            return new Turn(this, held, false);
        }
        return quieting.mostPerHour() == 0 ? until(this, due, now) : limited(quieting, due, now);
    }

    private Turn limited(Quieting quieting, Instant due, Instant now) {
        boolean running = windowStart != null && due.isBefore(windowStart.plus(WINDOW));
        if (!running || windowStart == null) {
            return until(new Pace(due, 1, heldUntil), due, now);
        }
        if (windowCount < quieting.mostPerHour()) {
            return until(new Pace(windowStart, windowCount + 1, heldUntil), due, now);
        }
        // The bundle with all that is held opens the next hour; quiet hours may begin meanwhile.
        Instant next = quieting.earliest(windowStart.plus(WINDOW));
        return until(new Pace(next, 1, heldUntil), next, now);
    }

    private static Turn until(Pace pace, Instant due, Instant now) {
        return due.isAfter(now)
                ? new Turn(new Pace(pace.windowStart(), pace.windowCount(), due), due, false)
                : new Turn(pace, null, false);
    }
}
