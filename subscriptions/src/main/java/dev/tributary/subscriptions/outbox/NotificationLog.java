package dev.tributary.subscriptions.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an operator sees and does: every notification with its state, and how fast they arrive. */
public final class NotificationLog {

    /** How many of the newest deliveries the latency percentiles are taken from. */
    private static final int LATENCY_SAMPLE = 1_000;

    private static final String SELECT = """
            select n.id, n.subscription_id, n.event_number, e.kind, e.focus, e.patient, n.state, n.attempts,
                e.occurred_at, e.recorded_at, n.delivered_at, n.reason, n.not_before, n.withheld, e.message_id
            from hub.notification n join hub.event e on e.seq = n.event_seq
            """;

    private final JdbcTemplate jdbc;

    public NotificationLog(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One notification.
     *
     * @param state one of pending, delivered and dead
     * @param committedAt when the event was recorded in the storing transaction
     * @param reason why the last attempt failed, or why it is dead; null if neither
     * @param notBefore until when it is or was held by the subscriber's own wish; null if it was not
     * @param withheld why its content was not disclosed when it was sent; null if it was
     * @param messageId the journalled message that caused it, if one did
     */
    public record Entry(
            long id,
            String subscription,
            long eventNumber,
            String kind,
            String focus,
            String patient,
            String state,
            int attempts,
            Instant occurredAt,
            Instant committedAt,
            @Nullable Instant deliveredAt,
            @Nullable String reason,
            @Nullable Instant notBefore,
            @Nullable String withheld,
            @Nullable UUID messageId) {}

    /**
     * The whole at a glance.
     *
     * @param states how many notifications are in each state
     * @param p50 the median time from commit to the endpoint's answer, of the newest deliveries; null before the first
     * @param p99 the same that 99 % stay below
     */
    public record Summary(
            Map<String, Long> states,
            @Nullable Duration p50,
            @Nullable Duration p99) {}

    /** An event of the outbox, for whoever asks what a message led to. */
    public record RecordedEvent(UUID id, String kind, String focus) {}

    /** The newest notifications first; null filters nothing. */
    public List<Entry> list(@Nullable String subscriptionId, @Nullable String state, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append(" where 1 = 1");
        List<Object> arguments = new ArrayList<>();
        if (subscriptionId != null) {
            sql.append(" and n.subscription_id = ?");
            arguments.add(subscriptionId);
        }
        if (state != null) {
            sql.append(" and n.state = ?");
            arguments.add(state);
        }
        arguments.add(limit);
        return jdbc.query(
                sql.append(" order by n.id desc limit ?").toString(), NotificationLog::entry, arguments.toArray());
    }

    /** Counts by state and the latency of the newest deliveries. */
    public Summary summary() {
        Map<String, Long> states = new TreeMap<>();
        jdbc.query("select state, count(*) as amount from hub.notification group by state", row -> {
            states.put(row.getString("state"), row.getLong("amount"));
        });
        List<Duration> latencies = jdbc
                .query(
                        """
                        select e.recorded_at, n.delivered_at from hub.notification n join hub.event e on e.seq = n.event_seq
                        where n.delivered_at is not null and not n.replayed and n.not_before is null order by n.delivered_at desc limit ?
                        """,
                        (row, index) -> Duration.between(instant(row, "recorded_at"), instant(row, "delivered_at")),
                        LATENCY_SAMPLE)
                .stream()
                .sorted()
                .toList();
        return new Summary(states, percentile(latencies, 0.50), percentile(latencies, 0.99));
    }

    /** What one journalled message led to, in the order it happened. */
    public List<RecordedEvent> eventsOf(UUID messageId) {
        return jdbc.query(
                "select id, kind, focus from hub.event where message_id = ? order by seq",
                (row, index) -> new RecordedEvent(
                        row.getObject("id", UUID.class), row.getString("kind"), row.getString("focus")),
                messageId);
    }

    private static @Nullable Duration percentile(List<Duration> sorted, double share) {
        if (sorted.isEmpty()) {
            return null;
        }
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    private static Entry entry(ResultSet row, int index) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getString("subscription_id"),
                row.getLong("event_number"),
                row.getString("kind"),
                row.getString("focus"),
                row.getString("patient"),
                row.getString("state"),
                row.getInt("attempts"),
                instant(row, "occurred_at"),
                instant(row, "recorded_at"),
                known(row, "delivered_at"),
                row.getString("reason"),
                known(row, "not_before"),
                row.getString("withheld"),
                row.getObject("message_id", UUID.class));
    }

    private static @Nullable Instant known(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
