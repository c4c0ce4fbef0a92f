package dev.tributary.subscriptions.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Events that were kept from subscribers by their own wish: they have no number, and are kept to be counted and listed. */
public final class Suppressions {

    /** Why: less severe than wanted; not the first of its episode. */
    public static final List<String> REASONS = List.of("severity", "episode");

    private final JdbcTemplate jdbc;

    public Suppressions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One event that one subscriber did not want. */
    public record Entry(
            long id,
            String subscription,
            String kind,
            String focus,
            String patient,
            String reason,
            Instant occurredAt,
            Instant suppressedAt) {}

    /** The newest first; null filters nothing. */
    public List<Entry> list(@Nullable String subscription, @Nullable String reason, int limit) {
        List<Object> arguments = new ArrayList<>();
        String where = where(subscription, reason, arguments);
        arguments.add(limit);
        return jdbc.query(
                "select id, subscription_id, kind, focus, patient, reason, occurred_at, suppressed_at from hub.suppression"
                        + where + " order by id desc limit ?",
                Suppressions::entry,
                arguments.toArray());
    }

    /** How many there are, by reason. */
    public Map<String, Long> counts(@Nullable String subscription, @Nullable String reason) {
        List<Object> arguments = new ArrayList<>();
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query(
                "select reason, count(*) from hub.suppression" + where(subscription, reason, arguments)
                        + " group by reason",
                row -> {
                    counts.put(row.getString(1), row.getLong(2));
                },
                arguments.toArray());
        return counts;
    }

    private static String where(@Nullable String subscription, @Nullable String reason, List<Object> arguments) {
        StringBuilder where = new StringBuilder(" where 1 = 1");
        if (subscription != null) {
            where.append(" and subscription_id = ?");
            arguments.add(subscription);
        }
        if (reason != null) {
            where.append(" and reason = ?");
            arguments.add(reason);
        }
        return where.toString();
    }

    private static Entry entry(ResultSet row, int index) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getString("subscription_id"),
                row.getString("kind"),
                row.getString("focus"),
                row.getString("patient"),
                row.getString("reason"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getObject("suppressed_at", OffsetDateTime.class).toInstant());
    }
}
