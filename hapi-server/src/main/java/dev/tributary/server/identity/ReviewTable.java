package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.identity_review} and its comments. A review whose records are one person by now is settled, whatever its row says. */
final class ReviewTable {

    private static final String STATE =
            "case when r.state in ('open', 'deferred') and a.unified = b.unified" + " then 'settled' else r.state end";
    private static final String SELECT = "select r.review_id, " + STATE + ", r.probability, r.model, r.record_a,"
            + " r.source_a, a.unified, r.record_b, r.source_b, b.unified, r.assignee, r.created_at, r.changed_at,"
            + " r.decided_by, r.operation_id";
    private static final String FROM = " from hub.identity_review r"
            + " join hub.patient_link a on a.source_patient = r.record_a"
            + " join hub.patient_link b on b.source_patient = r.record_b";

    private final JdbcTemplate jdbc;
    private final Explanation explanation;
    private final Clock clock;

    ReviewTable(JdbcTemplate jdbc, Explanation explanation, Clock clock) {
        this.jdbc = jdbc;
        this.explanation = explanation;
        this.clock = clock;
    }

    /** How to sort. */
    enum Sort {
        SCORE("r.probability desc, r.review_id"),
        LOWEST_SCORE("r.probability, r.review_id"),
        OLDEST("r.created_at, r.review_id"),
        NEWEST("r.created_at desc, r.review_id");

        private final String sql;

        Sort(String sql) {
            this.sql = sql;
        }
    }

    /**
     * What to list; null for any.
     *
     * @param source one of the two sides is of this source
     * @param record one of the two sides is this source record or a record of this person
     */
    record Filter(
            @Nullable String state,
            @Nullable String source,
            @Nullable String assignee,
            @Nullable String record,
            @Nullable Double from,
            @Nullable Double to,
            @Nullable Instant since,
            @Nullable Instant until) {

        private String where(List<Object> values) {
            var conditions = new ArrayList<String>();
            add(conditions, values, STATE + " = ?", state, 1);
            add(conditions, values, "(r.source_a = ? or r.source_b = ?)", source, 2);
            add(conditions, values, "r.assignee = ?", assignee, 1);
            add(conditions, values, "(r.record_a = ? or r.record_b = ? or a.unified = ? or b.unified = ?)", record, 4);
            add(conditions, values, "r.probability >= ?", from, 1);
            add(conditions, values, "r.probability <= ?", to, 1);
            add(conditions, values, "r.created_at >= ?", since == null ? null : Timestamp.from(since), 1);
            add(conditions, values, "r.created_at < ?", until == null ? null : Timestamp.from(until), 1);
            return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        }

        private static void add(
                List<String> conditions, List<Object> values, String condition, @Nullable Object value, int times) {
            if (value != null) {
                conditions.add(condition);
                for (var i = 0; i < times; i++) {
                    values.add(value);
                }
            }
        }
    }

    List<Review> list(Filter filter, Sort sort, int offset, int count) {
        var values = new ArrayList<Object>();
        var where = filter.where(values);
        values.add(offset);
        values.add(count);
        return jdbc.query(
                SELECT + FROM + where + " order by " + sort.sql + " offset ? rows fetch first ? rows only",
                ReviewTable::review,
                values.toArray());
    }

    long count(Filter filter) {
        var values = new ArrayList<Object>();
        var where = filter.where(values);
        var count = jdbc.queryForObject("select count(*)" + FROM + where, Long.class, values.toArray());
        return count == null ? 0 : count;
    }

    Map<String, Long> counts() {
        var counts = new HashMap<String, Long>();
        jdbc.query("select s, count(*) from (select " + STATE + " as s" + FROM + ") each_review group by s", row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    Optional<Review> find(UUID id) {
        return jdbc.query(SELECT + FROM + " where r.review_id = ?", ReviewTable::review, id.toString()).stream()
                .findFirst();
    }

    JsonNode detail(UUID id) {
        return explanation.read(String.valueOf(jdbc.queryForObject(
                "select detail from hub.identity_review where review_id = ?", String.class, id.toString())));
    }

    /** Who said what when. */
    record Comment(String author, String text, Instant writtenAt) {}

    List<Comment> comments(UUID id) {
        return jdbc.query(
                "select author, text, written_at from hub.identity_review_comment where review_id = ? order by entry",
                (row, n) -> new Comment(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()),
                id.toString());
    }

    void comment(UUID id, String author, String text) {
        jdbc.update(
                "insert into hub.identity_review_comment (review_id, author, text, written_at) values (?, ?, ?, ?)",
                id.toString(),
                author,
                text,
                Timestamp.from(clock.instant()));
    }

    void assign(UUID id, @Nullable String assignee) {
        jdbc.update(
                "update hub.identity_review set assignee = ?, changed_at = ? where review_id = ?",
                assignee,
                Timestamp.from(clock.instant()),
                id.toString());
    }

    void decided(UUID id, String state, String by, @Nullable UUID operation) {
        jdbc.update(
                "update hub.identity_review set state = ?, decided_by = ?, operation_id = ?, changed_at = ?"
                        + " where review_id = ?",
                state,
                by,
                operation == null ? null : operation.toString(),
                Timestamp.from(clock.instant()),
                id.toString());
    }

    private static Review review(ResultSet row, int number) throws SQLException {
        var operation = row.getString(15);
        return new Review(
                UUID.fromString(row.getString(1)),
                row.getString(2),
                row.getDouble(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getTimestamp(12).toInstant(),
                row.getTimestamp(13).toInstant(),
                row.getString(14),
                operation == null ? null : UUID.fromString(operation));
    }
}
