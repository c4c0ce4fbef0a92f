package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.fanout.Candidates.Found;
import dev.tributary.subscriptions.feeds.Corrections;
import dev.tributary.subscriptions.feeds.TwiceTold;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.quieting.Quieting;
import dev.tributary.subscriptions.quieting.Severity;
import dev.tributary.subscriptions.registry.PatientAliases;
import dev.tributary.subscriptions.registry.Selections;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.rosters.RosterMatching;
import dev.tributary.subscriptions.rosters.RosterStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Turns committed events into numbered notifications, one per subscription that wants it.
 *
 * <p>One fan-out runs at a time over all replicas: it holds the row lock of {@code hub.fan_out}, which the database frees when a
 * replica dies, and takes from one that stands still. Claiming goes by the mark on the event, not by a high-water mark of {@code seq}, since transactions
 * commit out of order. Counter, notifications and mark change in one transaction, so numbers have no gap and none is used twice.
 * What a subscriber does not want to hear takes no number.
 */
public final class FanOut {

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);
    private static final int EVENTS_PER_BATCH = 100;
    private static final int NOTIFICATIONS_PER_BATCH = 5_000;

    /** A replica that stands still, neither dead nor alive, must not keep the lock for ever. */
    private static final String LET_GO = "set local idle_in_transaction_session_timeout = '60s'";

    private static final String LOCK = "select id from hub.fan_out where id = 1 for update";
    private static final String PENDING = "select " + PendingEvent.COLUMNS
            + " from hub.event where fanned_out_at is null order by seq limit " + EVENTS_PER_BATCH;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final InstantSource clock;
    private final boolean postgres;
    private final Surroundings surroundings;
    private final Candidates candidates;
    private final TwiceTold twiceTold;
    private volatile Unanswered unanswered = (id, reason) -> log.warn("Subscription {}: {}", id, reason);

    /** Told, in the transaction of the batch, of a subscription whose filters cannot be evaluated. */
    @FunctionalInterface
    public interface Unanswered {

        /** @param reason a sentence for its owner; from the events of the batch it may have missed some */
        void tell(String subscriptionId, String reason);
    }

    /** What fan-out asks of others. */
    public record Parts(
            SubscriptionStore subscriptions, Selections selections, RosterStore rosters, RosterMatching matching) {}

    public FanOut(JdbcTemplate jdbc, TransactionOperations transactions, Parts parts, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.postgres = NotificationStore.isPostgres(jdbc);
        this.surroundings = new Surroundings(new PatientAliases(jdbc), parts.rosters(), parts.matching());
        this.twiceTold = new TwiceTold(jdbc, clock);
        this.candidates = new Candidates(jdbc, new Wishes(parts.subscriptions(), parts.selections()));
    }

    /** Who makes it known that a subscription may miss events; until then the log alone says so. */
    public void onUnanswered(Unanswered tell) {
        unanswered = tell;
    }

    /**
     * Fans out everything that was committed before the call; what is committed meanwhile comes with a signal of its own.
     *
     * @param numbered called after each batch that made notifications: whoever sends them need not wait for the rest
     */
    public void drain(Runnable numbered) {
        Batch batch;
        do {
            batch = step(null);
            if (batch.notifications() > 0) {
                numbered.run();
            }
        } while (batch.isFull());
    }

    /**
     * Runs {@code action} at a moment when every committed event is fanned out and no other can be: in the
     * transaction that holds the lock. What the action lets count therefore gets exactly the events committed after it.
     */
    public void whenDrained(Runnable action) {
        while (step(action).events() > 0) {
            // The action runs in the first step that finds nothing left to fan out.
        }
    }

    /** One at a time in this process too: what is read of subscriptions is kept without locks. */
    private synchronized Batch step(@Nullable Runnable whenEmpty) {
        try {
            Batch batch = transactions.execute(status -> {
                if (postgres) {
                    jdbc.execute(LET_GO);
                }
                jdbc.queryForObject(LOCK, Integer.class);
                Batch done = fanOut(jdbc.query(PENDING, PendingEvent::read));
                if (done.events() == 0 && whenEmpty != null) {
                    whenEmpty.run();
                }
                return done;
            });
            return batch == null ? Batch.NOTHING : batch;
        } catch (PessimisticLockingFailureException e) {
            if (whenEmpty != null) {
                throw e;
            }
            return Batch.NOTHING; // Another replica is at it, and hears the same signals.
        }
    }

    private Batch fanOut(List<PendingEvent> events) {
        if (events.isEmpty()) {
            return Batch.NOTHING;
        }
        Instant now = clock.instant();
        Map<Long, Long> retold =
                twiceTold.among(events.stream().map(PendingEvent::told).toList());
        twiceTold.mark(retold);
        Corrections corrections = new Corrections(jdbc);
        Found found = candidates.find(surroundings.of(events), toldBefore(events, corrections), now);
        Episodes episodes =
                Episodes.read(jdbc, found.wanting(), found.counters().values());
        Numbers numbers = new Numbers(jdbc, now);
        for (PendingEvent event : events) {
            if (numbers.notifications() >= NOTIFICATIONS_PER_BATCH) {
                break;
            }
            Long first = retold.get(event.seq());
            if (first == null) {
                number(event, found, corrections, episodes, numbers);
            } else {
                corrections.repeat(event.focus(), event.kind(), first);
            }
            numbers.mark(event);
        }
        // Subscriptions before their lanes, as a client's PUT does.
        found.unanswered().forEach(unanswered::tell);
        numbers.write();
        return new Batch(numbers.events(), numbers.notifications());
    }

    /** Whoever was told before this batch of what its events take back. */
    private static Set<String> toldBefore(List<PendingEvent> events, Corrections corrections) {
        Set<String> told = new HashSet<>();
        events.forEach(event -> told.addAll(corrections.told(event.focus(), event.corrects())));
        return told;
    }

    /** Those who were told what it takes back get it whatever they asked for; those who asked for it as they wish. */
    private static void number(
            PendingEvent event, Found found, Corrections corrections, Episodes episodes, Numbers numbers) {
        Severity severity = Severity.of(
                event.kind(), event.facts().of(Severity.FACT), event.facts().of("interpretation"));
        Set<String> told = new TreeSet<>(corrections.told(event.focus(), event.corrects()));
        told.stream().map(found.counters()::get).filter(Objects::nonNull).forEach(counter -> {
            numbers.add(counter, event, severity);
            corrections.add(event.focus(), event.kind(), event.seq(), counter.subscription());
            boolean ofVisit = event.focus().startsWith("Encounter/");
            if (ofVisit && episodes.forget(counter.subscription(), event.episode())) {
                numbers.forget(counter.subscription(), event.episode());
            }
        });
        for (Counter counter : found.wanting().getOrDefault(event, List.of())) {
            if (!told.contains(counter.subscription()) && isWanted(counter, event, severity, episodes, numbers)) {
                numbers.add(counter, event, severity);
                corrections.add(event.focus(), event.kind(), event.seq(), counter.subscription());
            }
        }
    }

    private static boolean isWanted(
            Counter counter, PendingEvent event, Severity severity, Episodes episodes, Numbers numbers) {
        Quieting quieting = counter.wish().quieting();
        if (severity.compareTo(quieting.minimum()) < 0) {
            numbers.suppress(counter, event, "severity");
            return false;
        }
        if (quieting.onePerEpisode()) {
            if (!episodes.first(counter.subscription(), event.episode())) {
                numbers.suppress(counter, event, "episode");
                return false;
            }
            numbers.episode(counter.subscription(), event.episode());
        }
        return true;
    }

    private record Batch(int events, int notifications) {
        static final Batch NOTHING = new Batch(0, 0);

        /** Whether there may be more. */
        boolean isFull() {
            return events == EVENTS_PER_BATCH || notifications >= NOTIFICATIONS_PER_BATCH;
        }
    }
}
