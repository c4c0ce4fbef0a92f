package dev.tributary.server.submission;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.received_message}: the FHIR messages of each source, by the ids that it gave them. */
final class ReceivedMessageTable {

    private final JdbcTemplate jdbc;

    ReceivedMessageTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    boolean knows(String sourceId, String messageId) {
        return !jdbc.queryForList(
                        "select 1 from hub.received_message where source_id = ? and message_id = ?",
                        Integer.class,
                        sourceId,
                        messageId)
                .isEmpty();
    }

    /** Throws a DuplicateKeyException if another thread was faster. */
    void put(String sourceId, String messageId, Instant at) {
        jdbc.update(
                "insert into hub.received_message (source_id, message_id, received_at) values (?, ?, ?)",
                sourceId,
                messageId,
                at.atOffset(ZoneOffset.UTC));
    }
}
