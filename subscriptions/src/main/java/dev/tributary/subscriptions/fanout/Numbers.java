package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.quieting.Severity;
import dev.tributary.subscriptions.sql.InList;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a batch leaves in the tables: notifications, suppressions, counters, marks. */
final class Numbers {

    private static final String NOTIFY = """
            insert into hub.notification (subscription_id, event_number, event_seq, state, attempts, created_at, not_before)
            values (?, ?, ?, 'pending', 0, ?, ?)
            """;
    private static final String SUPPRESS = """
            insert into hub.suppression (subscription_id, event_seq, kind, focus, patient, reason, occurred_at, suppressed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String LOCK =
            "select subscription_id from hub.subscription_lane where subscription_id in (%s) order by subscription_id for update";
    /** Nobody counts but the fan-out, which runs once at a time. */
    private static final String COUNT =
            "update hub.subscription_lane set events_since_start = events_since_start + ? where subscription_id in (%s)";
    /** A lane that failed keeps the time of its next attempt. */
    private static final String COUNT_AND_WAKE = """
            update hub.subscription_lane set events_since_start = events_since_start + ?, next_attempt_at = case
                when next_attempt_at is null then cast(? as timestamp with time zone)
                when failures = 0 and next_attempt_at > ? then cast(? as timestamp with time zone)
                else next_attempt_at end
            where subscription_id in (%s)
            """;

    private static final String PACE = """
            update hub.subscription_lane set window_start = ?, window_count = ?, held_until = ? where subscription_id = ?
            """;
    private static final String FLUSH = """
            update hub.notification set not_before = null where subscription_id = ? and state = 'pending' and not_before > ?
            """;

    private final JdbcTemplate jdbc;
    private final Instant now;
    private final List<@Nullable Object[]> notifications = new ArrayList<>();
    private final List<Object[]> suppressions = new ArrayList<>();
    private final Map<Episode, Object[]> episodes = new LinkedHashMap<>();
    private final Set<Episode> forgotten = new LinkedHashSet<>();
    private final List<Long> marks = new ArrayList<>();
    private final Set<Counter> counters = new HashSet<>();

    Numbers(JdbcTemplate jdbc, Instant now) {
        this.jdbc = jdbc;
        this.now = now;
    }

    /** Gives the event the subscription's next number. */
    void add(Counter counter, PendingEvent event, Severity severity) {
        Instant notBefore = counter.count(severity, now);
        counters.add(counter);
        notifications.add(new @Nullable Object[] {
            counter.subscription(), counter.number(), event.seq(), time(now), notBefore == null ? null : time(notBefore)
        });
    }

    void suppress(Counter counter, PendingEvent event, String reason) {
        suppressions.add(new Object[] {
            counter.subscription(),
            event.seq(),
            event.kind(),
            event.focus(),
            event.patient(),
            reason,
            time(event.occurred()),
            time(now)
        });
    }

    void episode(String subscription, String episode) {
        episodes.put(new Episode(subscription, episode), new Object[] {subscription, episode, time(now)});
    }

    void forget(String subscription, String episode) {
        Episode taken = new Episode(subscription, episode);
        episodes.remove(taken);
        forgotten.add(taken);
    }

    private record Episode(String subscription, String name) {}

    void mark(PendingEvent event) {
        marks.add(event.seq());
    }

    int notifications() {
        return notifications.size();
    }

    int events() {
        return marks.size();
    }

    void write() {
        batch(NOTIFY, notifications);
        batch(SUPPRESS, suppressions);
        batch(
                "delete from hub.episode_alert where subscription_id = ? and episode = ?",
                forgotten.stream()
                        .map(each -> new @Nullable Object[] {each.subscription(), each.name()})
                        .toList());
        batch(
                "insert into hub.episode_alert (subscription_id, episode, alerted_at) values (?, ?, ?)",
                episodes.values());
        writeCounters();
        for (List<Object> part : InList.parts(marks)) {
            List<Object> arguments = new ArrayList<>();
            arguments.add(time(now));
            arguments.addAll(part);
            jdbc.update(
                    InList.sql("update hub.event set fanned_out_at = ? where seq in (%s)", part), arguments.toArray());
        }
    }

    /** Locked in the order of their ids, as whoever locks several lanes does; then those that change alike change together. */
    private void writeCounters() {
        List<Counter> moved = counters.stream()
                .filter(Counter::moved)
                .sorted(Comparator.comparing(Counter::subscription))
                .toList();
        for (List<Object> part :
                InList.parts(moved.stream().map(Counter::subscription).toList())) {
            jdbc.queryForList(InList.sql(LOCK, part), String.class, part.toArray());
        }
        batch(
                FLUSH,
                moved.stream()
                        .filter(Counter::flushes)
                        .map(counter -> new Object[] {counter.subscription(), time(now)})
                        .toList());
        batch(PACE, moved.stream().filter(Counter::paced).map(Numbers::pace).toList());
        Map<Change, List<String>> changes = new LinkedHashMap<>();
        moved.forEach(counter -> changes.computeIfAbsent(change(counter), alike -> new ArrayList<>())
                .add(counter.subscription()));
        changes.forEach(this::count);
    }

    /**
     * What many lanes have in common.
     *
     * @param due null for one that sends nothing now
     */
    private record Change(long counted, @Nullable Instant due) {}

    private Change change(Counter counter) {
        Instant due = counter.flushes() ? now : counter.due(now);
        return new Change(counter.counted(), counter.sending() ? due : null);
    }

    private void count(Change change, List<String> lanes) {
        Instant due = change.due();
        for (List<Object> part : InList.parts(lanes)) {
            List<Object> arguments = new ArrayList<>(List.of(change.counted()));
            if (due != null) {
                arguments.addAll(List.of(time(due), time(due), time(due)));
            }
            arguments.addAll(part);
            jdbc.update(InList.sql(due == null ? COUNT : COUNT_AND_WAKE, part), arguments.toArray());
        }
    }

    private static @Nullable Object[] pace(Counter counter) {
        Instant start = counter.pace().windowStart();
        Instant held = counter.pace().heldUntil();
        return new @Nullable Object[] {
            start == null ? null : time(start),
            counter.pace().windowCount(),
            held == null ? null : time(held),
            counter.subscription()
        };
    }

    private void batch(String sql, Collection<@Nullable Object[]> rows) {
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(sql, new ArrayList<>(rows));
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
