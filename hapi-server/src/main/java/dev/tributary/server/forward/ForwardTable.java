package dev.tributary.server.forward;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.forward}: what is passed on, in order per route and until it arrives or is refused. */
final class ForwardTable {

    private static final String HEAD = """
            select id, body, attempts, created_at from hub.forward
            where route = ? and state = 'pending'
              and id = (select min(id) from hub.forward where route = ? and state = 'pending')
              and next_attempt_at <= ? and (lease_until is null or lease_until <= ?)
            """;
    private static final String CLAIM = """
            update hub.forward set lease_until = ?
            where id = ? and state = 'pending' and (lease_until is null or lease_until <= ?)
            """;

    private final JdbcTemplate jdbc;

    ForwardTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The next message of a route. */
    record Head(long id, byte[] body, int attempts, Instant createdAt) {}

    /** One row for an operator. */
    record Row(
            long id,
            String source,
            UUID messageId,
            String endpoint,
            String state,
            int attempts,
            Instant createdAt,
            @Nullable Instant deliveredAt,
            @Nullable String reason) {}

    void add(String route, String sourceId, UUID messageId, String endpoint, byte[] body, Instant now) {
        jdbc.update(
                "insert into hub.forward (route, source_id, message_id, endpoint, body, state, attempts, created_at,"
                        + " next_attempt_at) values (?, ?, ?, ?, ?, 'pending', 0, ?, ?)",
                route,
                sourceId,
                messageId,
                endpoint,
                body,
                at(now),
                at(now));
    }

    /** The oldest that is pending, leased; empty if there is none, it is not due, or another replica has it. */
    Optional<Head> lease(String route, Instant now, Duration lease) {
        return jdbc
                .query(
                        HEAD,
                        (row, index) -> new Head(
                                row.getLong("id"),
                                row.getBytes("body"),
                                row.getInt("attempts"),
                                row.getObject("created_at", OffsetDateTime.class)
                                        .toInstant()),
                        route,
                        route,
                        at(now),
                        at(now))
                .stream()
                .filter(head -> jdbc.update(CLAIM, at(now.plus(lease)), head.id(), at(now)) == 1)
                .findFirst();
    }

    void delivered(long id, Instant now) {
        jdbc.update(
                "update hub.forward set state = 'delivered', attempts = attempts + 1, delivered_at = ?, reason = null,"
                        + " lease_until = null where id = ?",
                at(now),
                id);
    }

    void failed(long id, boolean dead, String reason, Instant next) {
        jdbc.update(
                "update hub.forward set state = ?, attempts = attempts + 1, reason = ?, next_attempt_at = ?,"
                        + " lease_until = null where id = ?",
                dead ? "dead" : "pending",
                reason.length() > 500 ? reason.substring(0, 500) : reason,
                at(next),
                id);
    }

    List<Row> list(@Nullable String state, int limit) {
        var sql = "select id, source_id, message_id, endpoint, state, attempts, created_at, delivered_at, reason"
                + " from hub.forward" + (state == null ? "" : " where state = ?") + " order by id desc limit ?";
        var arguments = new ArrayList<Object>();
        if (state != null) {
            arguments.add(state);
        }
        arguments.add(limit);
        return jdbc.query(
                sql,
                (row, index) -> {
                    var delivered = row.getObject("delivered_at", OffsetDateTime.class);
                    return new Row(
                            row.getLong("id"),
                            row.getString("source_id"),
                            row.getObject("message_id", UUID.class),
                            row.getString("endpoint"),
                            row.getString("state"),
                            row.getInt("attempts"),
                            row.getObject("created_at", OffsetDateTime.class).toInstant(),
                            delivered == null ? null : delivered.toInstant(),
                            row.getString("reason"));
                },
                arguments.toArray());
    }

    /** Puts the dead back in line, with the ids that they had. */
    int replay(Instant now) {
        return jdbc.update(
                "update hub.forward set state = 'pending', attempts = 0, created_at = ?, next_attempt_at = ?"
                        + " where state = 'dead'",
                at(now),
                at(now));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
