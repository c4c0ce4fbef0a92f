package dev.tributary.subscriptions.outbox;

import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.feeds.Corrections;
import dev.tributary.subscriptions.feeds.ToldEvent;
import dev.tributary.subscriptions.feeds.TwiceTold;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Turns committed events into numbered notifications, one per matching subscription.
 *
 * <p>One fan-out runs at a time over all replicas: it holds the row lock of {@code hub.fan_out}, which the database frees when a
 * replica dies. Claiming goes by the mark on the event, not by a high-water mark of {@code seq}, since transactions
 * commit out of order. Counter, notifications and mark change in one transaction, so numbers have no gap and none is used twice.
 */
public final class FanOut {

    private static final int EVENTS_PER_BATCH = 100;
    private static final int NOTIFICATIONS_PER_BATCH = 5_000;

    private static final String LOCK = "select id from hub.fan_out where id = 1 for update";
    private static final String PENDING =
            "select seq, kind, focus, patient, occurred_at, facts, corrects from hub.event where fanned_out_at is null order by seq limit "
                    + EVENTS_PER_BATCH;
    private static final String COUNTING = """
            select s.id, s.kind, s.patient_filter, l.events_since_start, a.heir
            from hub.subscription s join hub.subscription_lane l on l.subscription_id = s.id
            left join hub.patient_alias a on a.patient = s.patient_filter
            where s.counting_since is not null and s.status <> 'off' and (s.ends_at is null or s.ends_at > ?)
            order by s.id
            """;
    private static final String NOTIFY = """
            insert into hub.notification (subscription_id, event_number, event_seq, state, attempts, created_at)
            values (?, ?, ?, 'pending', 0, ?)
            """;
    private static final String COUNT =
            "update hub.subscription_lane set events_since_start = ? where subscription_id = ?";
    private static final String MARK = "update hub.event set fanned_out_at = ? where seq = ?";

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final InstantSource clock;
    private final TwiceTold twiceTold;

    public FanOut(JdbcTemplate jdbc, TransactionOperations transactions, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.twiceTold = new TwiceTold(jdbc, clock);
    }

    /** Fans out everything that is committed and returns how many notifications that made. */
    public int drain() {
        int made = 0;
        Batch batch;
        do {
            batch = step(null);
            made += batch.notifications();
        } while (batch.events() > 0);
        return made;
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

    private Batch step(@Nullable Runnable whenEmpty) {
        try {
            Batch batch = transactions.execute(status -> {
                jdbc.queryForObject(LOCK, Integer.class);
                Batch done = fanOut(jdbc.query(PENDING, FanOut::event));
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
            return Batch.NOTHING; // Another replica is at it; whoever holds the lock sees these events too.
        }
    }

    private Batch fanOut(List<PendingEvent> events) {
        if (events.isEmpty()) {
            return Batch.NOTHING;
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Map<String, List<Counter>> counters =
                jdbc.query(COUNTING, FanOut::counter, now).stream().collect(Collectors.groupingBy(Counter::kind));
        List<Object[]> notifications = new ArrayList<>();
        List<Object[]> marks = new ArrayList<>();
        Map<Long, Long> retold =
                twiceTold.among(events.stream().map(PendingEvent::told).toList());
        twiceTold.mark(retold);
        Corrections corrections = new Corrections(jdbc);
        for (PendingEvent event : events) {
            if (notifications.size() >= NOTIFICATIONS_PER_BATCH) {
                break;
            }
            List<Counter> wanting =
                    retold.containsKey(event.told().seq()) ? List.of() : wanting(event, counters, corrections);
            wanting.forEach(counter ->
                    notifications.add(new Object[] {counter.subscription, ++counter.number, event.seq(), now}));
            marks.add(new Object[] {now, event.seq()});
        }
        write(notifications, counters, marks);
        return new Batch(marks.size(), notifications.size());
    }

    /** Those who asked for it, and those who were told what it takes back. */
    private static List<Counter> wanting(
            PendingEvent event, Map<String, List<Counter>> counters, Corrections corrections) {
        String focus = event.told().focus();
        Set<String> toldBefore = corrections.told(focus, event.corrects());
        List<Counter> wanting = counters.values().stream()
                .flatMap(List::stream)
                .filter(counter -> toldBefore.contains(counter.subscription)
                        || (counter.kind().equals(event.kind()) && counter.wants(event)))
                .toList();
        wanting.forEach(counter -> corrections.add(focus, event.kind(), counter.subscription));
        return wanting;
    }

    private void write(List<Object[]> notifications, Map<String, List<Counter>> counters, List<Object[]> marks) {
        if (!notifications.isEmpty()) {
            jdbc.batchUpdate(NOTIFY, notifications);
            List<Object[]> counts = counters.values().stream()
                    .flatMap(List::stream)
                    .filter(Counter::moved)
                    .sorted(Comparator.comparing(counter -> counter.subscription))
                    .map(counter -> new Object[] {counter.number, counter.subscription})
                    .toList();
            jdbc.batchUpdate(COUNT, counts);
        }
        jdbc.batchUpdate(MARK, marks);
    }

    private static PendingEvent event(ResultSet row, int index) throws SQLException {
        return new PendingEvent(
                new ToldEvent(
                        row.getLong("seq"),
                        row.getString("kind"),
                        row.getString("focus"),
                        row.getString("patient"),
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                        Facts.ofJson(row.getString("facts")),
                        null),
                row.getString("corrects"));
    }

    private static Counter counter(ResultSet row, int index) throws SQLException {
        return new Counter(
                row.getString("id"),
                row.getString("kind"),
                row.getString("patient_filter"),
                row.getString("heir"),
                row.getLong("events_since_start"));
    }

    private record PendingEvent(ToldEvent told, @Nullable String corrects) {
        long seq() {
            return told.seq();
        }

        String kind() {
            return told.kind();
        }

        String patient() {
            return told.patient();
        }
    }

    private record Batch(int events, int notifications) {
        static final Batch NOTHING = new Batch(0, 0);
    }

    /** A subscription's event counter while a batch is numbered. */
    private static final class Counter {

        private final String subscription;
        private final String kind;
        private final @Nullable String patientFilter;
        /** Who the filter's patient lives on as after a merge. */
        private final @Nullable String heir;

        private final long start;
        private long number;

        Counter(String subscription, String kind, @Nullable String patientFilter, @Nullable String heir, long start) {
            this.subscription = subscription;
            this.kind = kind;
            this.patientFilter = patientFilter;
            this.heir = heir;
            this.start = start;
            this.number = start;
        }

        String kind() {
            return kind;
        }

        boolean wants(PendingEvent event) {
            return patientFilter == null
                    || patientFilter.equals(event.patient())
                    || event.patient().equals(heir);
        }

        boolean moved() {
            return number > start;
        }
    }
}
