package dev.tributary.server.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the journal, and puts parked messages back to work. */
final class JournalQueries {

    private static final String COLUMNS =
            "message_id, source_id, format, via, trigger_event, control_id, state, reason,"
                    + " received_at, occurred_at, completed_at, attempts, duplicates";

    private final JdbcTemplate jdbc;
    private final JournalJson json;

    JournalQueries(JdbcTemplate jdbc, JournalJson json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * What to list.
     *
     * @param before a message of an earlier page: only older ones
     */
    record Filter(
            @Nullable String source,
            @Nullable String state,
            @Nullable String trigger,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable UUID before) {

        private String where(List<Object> values) {
            var conditions = new ArrayList<String>();
            add(conditions, values, "source_id = ?", source);
            add(conditions, values, "state = ?", state);
            add(conditions, values, "trigger_event = ?", trigger);
            add(conditions, values, "received_at >= ?", since == null ? null : Timestamp.from(since));
            add(conditions, values, "received_at < ?", until == null ? null : Timestamp.from(until));
            add(
                    conditions,
                    values,
                    "seq < (select seq from hub.inbound_message where message_id = ?)",
                    before == null ? null : before.toString());
            return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        }

        private static void add(
                List<String> conditions, List<Object> values, String condition, @Nullable Object value) {
            if (value != null) {
                conditions.add(condition);
                values.add(value);
            }
        }
    }

    /** Newest first. */
    List<JournalMessage> list(Filter filter, int count) {
        var values = new ArrayList<Object>();
        var where = filter.where(values);
        values.add(count);
        return jdbc.query(
                "select " + COLUMNS + " from hub.inbound_message" + where
                        + " order by seq desc fetch first ? rows only",
                JournalQueries::message,
                values.toArray());
    }

    boolean exists(UUID id) {
        return !jdbc.queryForList(
                        "select 1 from hub.inbound_message where message_id = ?", Integer.class, id.toString())
                .isEmpty();
    }

    Optional<Map<String, Object>> detail(UUID id) {
        return jdbc
                .query(
                        "select " + COLUMNS
                                + ", raw, raw_removed_at, issues, produced from hub.inbound_message where message_id = ?",
                        (row, n) -> {
                            var detail = new LinkedHashMap<String, Object>();
                            detail.putAll(json.fields(message(row, n)));
                            detail.put("raw", text(row.getBytes("raw")));
                            var removed = row.getTimestamp("raw_removed_at");
                            if (removed != null) {
                                detail.put("rawRemovedAt", removed.toInstant());
                            }
                            detail.put("issues", json.read(row.getString("issues")));
                            detail.put("produced", json.read(row.getString("produced")));
                            return (Map<String, Object>) detail;
                        },
                        id.toString())
                .stream()
                .findFirst();
    }

    /** Puts failed and unsupported messages back in line; those that were refused stay refused, for their sender knows. */
    List<Integer> replay(Filter filter) {
        var values = new ArrayList<Object>();
        var where = filter.where(values);
        var replayable = (where.isEmpty() ? " where " : where + " and ")
                + "state in ('failed', 'unsupported', 'filtered') and lane is not null";
        var lanes =
                jdbc.queryForList("select lane from hub.inbound_message" + replayable, Integer.class, values.toArray());
        jdbc.update(
                "update hub.inbound_message set state = 'waiting', retries = 0, begun = 0, not_before = received_at,"
                        + " completed_at = null" + replayable,
                values.toArray());
        return lanes;
    }

    /** The same for one message; empty if there is no such message or it cannot be replayed. */
    Optional<Integer> replay(UUID id) {
        var updated = jdbc.update(
                "update hub.inbound_message set state = 'waiting', retries = 0, begun = 0, not_before = received_at,"
                        + " completed_at = null where message_id = ? and state in ('failed', 'unsupported', 'filtered', 'applied')"
                        + " and lane is not null",
                id.toString());
        return updated == 0
                ? Optional.empty()
                : Optional.ofNullable(jdbc.queryForObject(
                        "select lane from hub.inbound_message where message_id = ?", Integer.class, id.toString()));
    }

    /** Messages by source and state. */
    Map<String, Map<String, Long>> counts() {
        var counts = new LinkedHashMap<String, Map<String, Long>>();
        jdbc.query(
                "select source_id, state, count(*), sum(duplicates) from hub.inbound_message group by source_id, state"
                        + " order by source_id, state",
                row -> {
                    var states = counts.computeIfAbsent(row.getString(1), source -> new LinkedHashMap<>());
                    states.put(row.getString(2), row.getLong(3));
                    states.merge("duplicates", row.getLong(4), Long::sum);
                });
        return counts;
    }

    long count(String sql) {
        var count = jdbc.queryForObject(sql, Long.class);
        return count == null ? 0 : count;
    }

    private static JournalMessage message(ResultSet row, int number) throws SQLException {
        return new JournalMessage(
                UUID.fromString(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getTimestamp(9).toInstant(),
                instant(row.getTimestamp(10)),
                instant(row.getTimestamp(11)),
                row.getInt(12),
                row.getInt(13));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** For the eye: UTF-8 if it is, else Latin-1, which reads any bytes. */
    private static String text(byte[] raw) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(raw, StandardCharsets.ISO_8859_1);
        }
    }
}
