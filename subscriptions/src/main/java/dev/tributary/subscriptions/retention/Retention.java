package dev.tributary.subscriptions.retention;

import dev.tributary.subscriptions.sql.InList;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Removes what is older than it has to be kept, some rows in a transaction, so that nobody waits for it. What is pending is never removed.
 * What it leaves unfinished, the next run goes on with.
 */
public final class Retention {

    private static final int ROWS = 1_000;

    /** What a second feed tells is compared with events as old as this; deaths are compared with for ever. */
    private static final Duration LONGEST_STAY = Duration.ofDays(60);

    private static final String OLD_DELIVERED = """
            select id, subscription_id, event_number from hub.notification
            where state = 'delivered' and delivered_at < ? order by delivered_at limit ?
            """;
    private static final String OLD_DEAD = """
            select id, subscription_id, event_number from hub.notification
            where state = 'dead' and created_at < ? order by id limit ?
            """;
    /** Numbered, and nobody's notification any more. */
    private static final String OLD_EVENTS = """
            select e.seq from hub.event e where e.recorded_at < ? and e.seq > ? and e.fanned_out_at is not null
              and not exists (select 1 from hub.notification n where n.event_seq = e.seq)
              and e.kind not in ('death', 'death-corrected') order by e.seq limit ?
            """;

    private static final String PURGED = """
            update hub.subscription_lane set purged_number = ? where subscription_id = ? and purged_number < ?
            """;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final InstantSource clock;
    private final Duration keep;
    private final Duration keepDead;

    /**
     * @param keep how long delivered notifications, their events and suppressions are kept
     * @param keepDead how long dead notifications are
     */
    public Retention(
            JdbcTemplate jdbc,
            TransactionOperations transactions,
            InstantSource clock,
            Duration keep,
            Duration keepDead) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.keep = keep;
        this.keepDead = keepDead;
    }

    /** How many rows of each kind were removed. */
    public record Purged(long notifications, long events, long suppressions) {

        /** Whether anything was. */
        public boolean any() {
            return notifications + events + suppressions > 0;
        }
    }

    private record Old(long id, String subscription, long number) {}

    /** @param goOn asked between batches */
    public Purged purge(BooleanSupplier goOn) {
        OffsetDateTime old = clock.instant().minus(keep).atOffset(ZoneOffset.UTC);
        OffsetDateTime oldDead = clock.instant().minus(keepDead).atOffset(ZoneOffset.UTC);
        long notifications = notifications(OLD_DELIVERED, old, goOn) + notifications(OLD_DEAD, oldDead, goOn);
        Duration longest = keep.compareTo(LONGEST_STAY) > 0 ? keep : LONGEST_STAY;
        long events = events(clock.instant().minus(longest).atOffset(ZoneOffset.UTC), goOn);
        long suppressions = rows("suppression", "suppressed_at", old, goOn);
        rows("episode_alert", "alerted_at", old, goOn);
        rows("topic_trouble", "last_at", old, goOn);
        return new Purged(notifications, events, suppressions);
    }

    private long notifications(String select, OffsetDateTime before, BooleanSupplier goOn) {
        long removed = 0;
        int batch = ROWS;
        while (batch == ROWS && goOn.getAsBoolean()) {
            batch = count(transactions.execute(status -> notifications(select, before)));
            removed += batch;
        }
        return removed;
    }

    private int notifications(String select, OffsetDateTime before) {
        List<Old> old = jdbc.query(
                select, (row, index) -> new Old(row.getLong(1), row.getString(2), row.getLong(3)), before, ROWS);
        delete("hub.notification where id", old.stream().map(Old::id).toList());
        Map<String, Long> highest = new TreeMap<>();
        old.forEach(row -> highest.merge(row.subscription(), row.number(), Math::max));
        jdbc.batchUpdate(
                PURGED,
                highest.entrySet().stream()
                        .map(each -> new Object[] {each.getValue(), each.getKey(), each.getValue()})
                        .toList());
        return old.size();
    }

    private long events(OffsetDateTime before, BooleanSupplier goOn) {
        long removed = 0;
        long after = 0;
        List<Long> found = List.of(after);
        while (!found.isEmpty() && goOn.getAsBoolean()) {
            found = jdbc.queryForList(OLD_EVENTS, Long.class, before, after, ROWS);
            if (!found.isEmpty()) {
                List<Long> seqs = found;
                transactions.executeWithoutResult(status -> delete("hub.event where seq", seqs));
                after = seqs.get(seqs.size() - 1);
                removed += seqs.size();
            }
        }
        return removed;
    }

    private long rows(String table, String column, OffsetDateTime before, BooleanSupplier goOn) {
        String key = switch (table) {
            case "suppression" -> "id";
            case "topic_trouble" -> "kind";
            default -> "subscription_id, episode";
        };
        String sql = "delete from hub." + table + " where (" + key + ") in (select " + key + " from hub." + table
                + " where " + column + " < ? limit " + ROWS + ")";
        long removed = 0;
        int batch = ROWS;
        while (batch == ROWS && goOn.getAsBoolean()) {
            batch = count(transactions.execute(status -> jdbc.update(sql, before)));
            removed += batch;
        }
        return removed;
    }

    private void delete(String what, List<Long> keys) {
        for (List<Object> part : InList.parts(keys)) {
            List<Object> arguments = new ArrayList<>(part);
            jdbc.update(InList.sql("delete from " + what + " in (%s)", part), arguments.toArray());
        }
    }

    private static int count(@Nullable Integer rows) {
        return rows == null ? 0 : rows;
    }
}
