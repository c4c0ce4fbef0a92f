package dev.tributary.subscriptions.outbox;

import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.sql.InList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Reads a subscription's numbered events, in the order of their numbers. */
public final class NotificationStore {

    /** The person as it is now: of one that was merged since the event nothing is left in the record but a link. */
    private static final String EVENT =
            "n.id, n.event_number, e.kind, e.occurred_at, e.recorded_at, e.facts, e.focus, e.focus_version,"
                    + " coalesce((select a.heir from hub.patient_alias a where a.patient = e.patient), e.patient) patient";

    private static final String SELECT = "select " + EVENT + """
             from hub.notification n join hub.event e on e.seq = n.event_seq
            where n.subscription_id = ?
            """;

    /** Ordered by the whole index, so that it is read as far as the limit goes and no further, however much is pending. */
    private static final String LOWEST = """
            (select n.id, n.event_number, n.event_seq, n.subscription_id from hub.notification n
             where n.state = 'pending' and n.subscription_id = %s and (n.not_before is null or n.not_before <= ?)
             order by n.state, n.subscription_id, n.event_number limit %d) n
            """;

    private static final String PENDING = "select " + EVENT + ", n.subscription_id from hub.subscription s cross join "
            + LOWEST.replace("%s", "?") + " join hub.event e on e.seq = n.event_seq"
            + " where s.id = ? and s.status = 'active' and s.paused_at is null order by n.event_number";

    /** For many at once, on databases that know {@code lateral}. */
    private static final String PENDING_OF_MANY = "select " + EVENT + ", n.subscription_id from hub.subscription s"
            + " cross join lateral " + LOWEST.replace("%s", "s.id") + " join hub.event e on e.seq = n.event_seq"
            + " where s.id in (%s) and s.status = 'active' and s.paused_at is null"
            + " order by n.subscription_id, n.event_number";

    private final JdbcTemplate jdbc;
    private final boolean lateral;

    public NotificationStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.lateral = isPostgres(jdbc);
    }

    /** Whether it is PostgreSQL, which can more than both databases can. */
    public static boolean isPostgres(JdbcTemplate jdbc) {
        ConnectionCallback<String> product =
                connection -> connection.getMetaData().getDatabaseProductName();
        return "PostgreSQL".equals(jdbc.execute(product));
    }

    /**
     * The lowest numbers of each of these subscriptions that are still to be delivered, and not held any longer; none of one that is not active
     * or is paused.
     *
     * @param limit for each of them
     */
    public Map<String, List<NotifiedEvent>> pending(Collection<String> subscriptionIds, int limit, Instant now) {
        Map<String, List<NotifiedEvent>> pending = new HashMap<>();
        RowCallbackHandler add =
                row -> pending.computeIfAbsent(row.getString("subscription_id"), id -> new ArrayList<>())
                        .add(map(row, 0));
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        if (lateral) {
            for (List<Object> part : InList.parts(subscriptionIds)) {
                List<Object> arguments = new ArrayList<>(List.of(at));
                arguments.addAll(part);
                jdbc.query(
                        InList.sql(PENDING_OF_MANY.replace("%d", Integer.toString(limit)), part),
                        add,
                        arguments.toArray());
            }
        } else {
            // In this process a query costs no round trip.
            String one = PENDING.replace("%d", Integer.toString(limit));
            subscriptionIds.forEach(id -> jdbc.query(one, add, id, at, id));
        }
        return pending;
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
