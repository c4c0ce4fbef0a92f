package dev.tributary.subscriptions.outbox;

import dev.tributary.subscriptions.events.Facts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads a subscription's numbered events, in the order of their numbers. */
public final class NotificationStore {

    private static final String SELECT = """
            select n.id, n.event_number, e.kind, e.occurred_at, e.recorded_at, e.facts, e.focus, e.focus_version, e.patient
            from hub.notification n join hub.event e on e.seq = n.event_seq
            where n.subscription_id = ?
            """;

    private static final String PENDING =
            " and n.state = 'pending' and (n.not_before is null or n.not_before <= ?) order by n.event_number limit ?";

    private final JdbcTemplate jdbc;

    public NotificationStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The lowest numbers that are still to be delivered, and not held any longer. */
    public List<NotifiedEvent> pending(String subscriptionId, int limit, Instant now) {
        return jdbc.query(
                SELECT + PENDING, NotificationStore::map, subscriptionId, now.atOffset(ZoneOffset.UTC), limit);
    }

    /** The events of these numbers, both inclusive, delivered or not. */
    public List<NotifiedEvent> range(String subscriptionId, long since, long until, int limit) {
        return jdbc.query(
                SELECT + " and n.event_number between ? and ? order by n.event_number limit ?",
                NotificationStore::map,
                subscriptionId,
                since,
                until,
                limit);
    }

    /** The highest number of the subscription that is not kept any more; 0 if all are. */
    public long purgedNumber(String subscriptionId) {
        return jdbc
                .queryForList(
                        "select purged_number from hub.subscription_lane where subscription_id = ?",
                        Long.class,
                        subscriptionId)
                .stream()
                .findFirst()
                .orElse(0L);
    }

    private static NotifiedEvent map(ResultSet row, int index) throws SQLException {
        return new NotifiedEvent(
                row.getLong("id"),
                row.getLong("event_number"),
                row.getString("kind"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("focus"),
                row.getString("focus_version"),
                row.getString("patient"),
                Facts.ofJson(row.getString("facts")));
    }
}
