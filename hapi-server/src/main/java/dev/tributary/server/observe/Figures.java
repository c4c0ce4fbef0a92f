package dev.tributary.server.observe;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What health and metrics ask the database: one statement each, on indexes that exist for the work itself. */
final class Figures {

    private static final int TIMEOUT_SECONDS = 5;

    private final JdbcTemplate jdbc;

    Figures(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
        jdbc.setQueryTimeout(TIMEOUT_SECONDS);
    }

    /**
     * Rows in one state.
     *
     * @param oldest since when the first of them is there; null if nobody asks
     */
    record Backlog(long count, @Nullable Instant oldest) {

        static final Backlog NONE = new Backlog(0, null);
    }

    /** The messages of one source that are not done with. */
    record Messages(Backlog waiting, Backlog failed) {

        static final Messages NONE = new Messages(Backlog.NONE, Backlog.NONE);
    }

    /** By source; a source with neither waiting nor failed messages is missing. Naming the sources is what makes the index fit. */
    Map<String, Messages> messages(Collection<String> sources) {
        if (sources.isEmpty()) {
            return Map.of();
        }
        var figures = new HashMap<String, Messages>();
        jdbc.query(
                "select f.source_id, f.state, f.messages, m.received_at from (select source_id, state, count(*) as messages,"
                        + " min(seq) as first_seq from hub.inbound_message where source_id in ("
                        + String.join(",", Collections.nCopies(sources.size(), "?"))
                        + ") and state in ('waiting', 'failed') group by source_id, state) f"
                        + " join hub.inbound_message m on m.seq = f.first_seq",
                row -> {
                    var known = figures.getOrDefault(row.getString(1), Messages.NONE);
                    var backlog = backlog(row, 3);
                    figures.put(
                            row.getString(1),
                            row.getString(2).equals("waiting")
                                    ? new Messages(backlog, known.failed())
                                    : new Messages(known.waiting(), backlog));
                },
                sources.toArray());
        return figures;
    }

    /**
     * Notifications that are not delivered.
     *
     * @param pending by the status of their subscription: those of one in error wait for their client, not for the hub
     * @param dead given up
     */
    record Notifications(Map<String, Backlog> pending, long dead) {

        long pendingCount() {
            return pending.values().stream().mapToLong(Backlog::count).sum();
        }

        Optional<Instant> oldestDue() {
            return Optional.ofNullable(
                    pending.getOrDefault("active", Backlog.NONE).oldest());
        }
    }

    Notifications notifications() {
        var pending = new HashMap<String, Backlog>();
        var dead = new long[1];
        jdbc.query(
                // What is held, paused or waits for a web socket is not late.
                "select coalesce(s.status, 'removed'), count(*), min(case when s.paused_at is null"
                        + " and coalesce(s.channel, '') <> 'websocket'"
                        + " and (n.not_before is null or n.not_before <= current_timestamp)"
                        + " then coalesce(n.not_before, n.created_at) end) from hub.notification n"
                        + " left join hub.subscription s on s.id = n.subscription_id where n.state = 'pending'"
                        + " group by s.status union all"
                        + " select 'dead', count(*), cast(null as timestamp with time zone) from hub.notification"
                        + " where state = 'dead'",
                row -> {
                    if (row.getString(1).equals("dead")) {
                        dead[0] = row.getLong(2);
                    } else {
                        pending.put(row.getString(1), backlog(row, 2));
                    }
                });
        return new Notifications(Map.copyOf(pending), dead[0]);
    }

    /** By status. */
    Map<String, Long> subscriptions() {
        var figures = new HashMap<String, Long>();
        jdbc.query("select status, count(*) from hub.subscription group by status", row -> {
            figures.put(row.getString(1), row.getLong(2));
        });
        return figures;
    }

    /** How many patient records the sources sent, and how many people they are. */
    record Patients(long sourceRecords, long unified) {}

    Patients patients() {
        List<Patients> counted = jdbc.query(
                "select count(*), coalesce(sum(records), 0) from"
                        + " (select count(*) as records from hub.patient_link group by unified) people",
                (row, number) -> new Patients(row.getLong(2), row.getLong(1)));
        return counted.get(0);
    }

    private static Backlog backlog(ResultSet row, int column) throws SQLException {
        var oldest = row.getTimestamp(column + 1);
        return new Backlog(row.getLong(column), instant(oldest));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
