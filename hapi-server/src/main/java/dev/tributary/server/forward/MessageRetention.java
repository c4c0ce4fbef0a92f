package dev.tributary.server.forward;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Forgets what happened longer ago than anybody asks: ids of received messages, messages that went on or were given up, and finished Tasks'
 * figures. The Tasks themselves are records and stay.
 */
final class MessageRetention {

    private static final Duration KEEP = Duration.ofDays(90);

    private static final List<String> STATEMENTS = List.of(
            "delete from hub.received_message where received_at < ?",
            "delete from hub.forward where state <> 'pending' and created_at < ?",
            "delete from hub.acknowledgement where status in ('completed', 'rejected', 'failed', 'cancelled') and opened_at < ?");

    private final JdbcTemplate jdbc;
    private final Clock clock;

    MessageRetention(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param goOn asked before each table */
    void purge(BooleanSupplier goOn) {
        var before = clock.instant().minus(KEEP).atOffset(ZoneOffset.UTC);
        for (var statement : STATEMENTS) {
            if (goOn.getAsBoolean()) {
                jdbc.update(statement, before);
            }
        }
    }
}
