package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.quieting.Pace;
import dev.tributary.subscriptions.quieting.Quieting;
import dev.tributary.subscriptions.quieting.Severity;
import dev.tributary.subscriptions.registry.Selection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A subscription's event counter while a batch is numbered. */
final class Counter {

    private final String subscription;
    private final Wish wish;
    /** Whether its lane is to be woken: not if nothing is sent now anyway. */
    private final boolean sending;

    private final Pace before;
    private final long start;
    private long number;
    private Pace pace;
    private @Nullable Instant due;
    private boolean flushes;

    /** What a subscription wants, as it was read from its Subscription. */
    record Wish(String kind, String owner, Selection selection, Quieting quieting) {}

    Counter(String subscription, Wish wish, boolean sending, long start, Pace pace) {
        this.subscription = subscription;
        this.wish = wish;
        this.sending = sending;
        this.start = start;
        this.number = start;
        this.before = pace;
        this.pace = pace;
    }

    String subscription() {
        return subscription;
    }

    Wish wish() {
        return wish;
    }

    boolean sending() {
        return sending;
    }

    long number() {
        return number;
    }

    Pace pace() {
        return pace;
    }

    boolean paced() {
        return !pace.equals(before);
    }

    /** How many events this batch has counted. */
    long counted() {
        return number - start;
    }

    boolean moved() {
        return number > start;
    }

    boolean flushes() {
        return flushes;
    }

    /** When the first of what was counted may go out; {@code now} if nothing was said. */
    Instant due(Instant now) {
        return due == null ? now : due;
    }

    /** Counts one more event; returns until when it is held, null if it is not. */
    @Nullable
    Instant count(Severity severity, Instant now) {
        Pace.Turn turn = pace.next(wish.quieting(), severity, now);
        pace = turn.pace();
        flushes |= turn.flushes();
        Instant earliest = turn.notBefore() == null ? now : turn.notBefore();
        due = due == null || earliest.isBefore(due) ? earliest : due;
        number++;
        return turn.notBefore();
    }
}
