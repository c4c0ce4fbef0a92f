package dev.tributary.server.record;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** {@code hub.resource_state}: what was last said of a resource and when it happened. */
final class ResourceStateTable {

    /**
     * @param hash of the statement as mapped, before it was merged with older knowledge
     * @param mentioned whether the resource was only named in passing so far
     */
    record State(String resourceId, String hash, Instant occurred, boolean mentioned) {

        /** Somebody has really spoken of it, too. */
        State spokenOf() {
            return new State(resourceId, hash, occurred, false);
        }
    }

    private final NamedParameterJdbcTemplate jdbc;

    ResourceStateTable(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Map<String, State> find(Collection<String> resourceIds) {
        var found = new HashMap<String, State>();
        if (!resourceIds.isEmpty()) {
            jdbc.query(
                    "select resource_id, content_hash, occurred_at, mentioned from hub.resource_state where resource_id in (:ids)",
                    Map.of("ids", resourceIds),
                    row -> {
                        var state = new State(
                                row.getString(1),
                                row.getString(2),
                                row.getTimestamp(3).toInstant(),
                                row.getBoolean(4));
                        found.put(state.resourceId(), state);
                    });
        }
        return found;
    }

    void put(Collection<State> states, Map<String, State> before, UUID messageId) {
        var inserts = new ArrayList<SqlParameterSource>();
        var updates = new ArrayList<SqlParameterSource>();
        for (var state : states) {
            var row = new MapSqlParameterSource()
                    .addValue("id", state.resourceId())
                    .addValue("hash", state.hash())
                    .addValue("occurred", Timestamp.from(state.occurred()))
                    .addValue("mentioned", state.mentioned())
                    .addValue("message", messageId.toString());
            (before.containsKey(state.resourceId()) ? updates : inserts).add(row);
        }
        batch(
                "insert into hub.resource_state (resource_id, content_hash, occurred_at, mentioned, message_id)"
                        + " values (:id, :hash, :occurred, :mentioned, :message)",
                inserts);
        batch(
                "update hub.resource_state set content_hash = :hash, occurred_at = :occurred,"
                        + " mentioned = :mentioned, message_id = :message"
                        + " where resource_id = :id",
                updates);
    }

    void forget(Collection<String> resourceIds) {
        if (!resourceIds.isEmpty()) {
            jdbc.update("delete from hub.resource_state where resource_id in (:ids)", Map.of("ids", resourceIds));
        }
    }

    private void batch(String sql, List<SqlParameterSource> rows) {
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
        }
    }
}
