package dev.tributary.server.audit;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes {@code hub.audit} in the caller's transaction: what rolls back leaves no row, what commits always has one. */
public final class AuditTrail {

    private final JdbcTemplate jdbc;
    private final Clock clock;

    public AuditTrail(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Notes one act.
     *
     * @param actor {@code source:hospital}, {@code client:ehr}
     * @param action {@code apply}, {@code replay}, {@code subscribe} …
     * @param subject what it was done to, as a reference; no names
     * @param messageId the message behind it, if any
     * @param detail a few words for people; no names
     */
    public void record(
            String actor, String action, @Nullable String subject, @Nullable UUID messageId, @Nullable String detail) {
        jdbc.update(
                "insert into hub.audit (recorded_at, actor, action, subject, message_id, detail) values (?,?,?,?,?,?)",
                Timestamp.from(clock.instant()),
                actor,
                action,
                subject,
                messageId == null ? null : messageId.toString(),
                detail);
    }
}
