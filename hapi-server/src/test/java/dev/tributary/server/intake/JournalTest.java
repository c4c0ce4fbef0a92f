package dev.tributary.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.mapping.Issue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a sender calls its message never keeps the message out of the journal. */
class JournalTest {

    private JdbcTemplate jdbc;
    private Journal journal;

    @BeforeEach
    void tables() throws IOException {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        jdbc = new JdbcTemplate(database);
        jdbc.execute("create schema hub");
        try (var script = getClass().getResourceAsStream("/db/hub/V1__intake.sql")) {
            jdbc.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${bytes}", "blob")
                    .replace("${text}", "clob"));
        }
        journal = new Journal(jdbc, new JournalJson(new ObjectMapper()), Clock.systemUTC());
    }

    private static JournalEntry entry(String controlId, String trigger, String reason) {
        var now = Instant.parse("2026-01-01T00:00:00Z");
        return new JournalEntry(
                UUID.randomUUID(),
                "lab",
                "hl7v2",
                "mllp",
                controlId,
                "hash",
                null,
                trigger,
                null,
                MessageState.REJECTED,
                reason,
                List.of(Issue.error("value", "MSH-10", reason)),
                new byte[] {0},
                now,
                null,
                now);
    }

    /** PostgreSQL refuses a text with a NUL, and the sender would be told to send it again for ever. */
    @Test
    void aNul_isLeftOutOfWhatIsKeptAsText() {
        var id = journal.append(entry("4\u00007", "ADT^A\u000001", "the \u0000 value"))
                .id();

        var row = jdbc.queryForMap(
                "select control_id, trigger_event, reason from hub.inbound_message where message_id = ?",
                id.toString());
        assertThat(row)
                .containsEntry("CONTROL_ID", "47")
                .containsEntry("TRIGGER_EVENT", "ADT^A01")
                .containsEntry("REASON", "the  value");
    }

    @Test
    void whatIsTooLong_isCut() {
        var id = journal.append(entry("c".repeat(300), "PUT MedicinalProductUndesirableEffect", "r".repeat(3000)))
                .id();

        var row = jdbc.queryForMap(
                "select control_id, trigger_event, reason from hub.inbound_message where message_id = ?",
                id.toString());
        assertThat((String) row.get("CONTROL_ID")).hasSize(256);
        assertThat((String) row.get("TRIGGER_EVENT")).isEqualTo("PUT MedicinalProductUndesirableE");
        assertThat((String) row.get("REASON")).hasSize(2000).endsWith("…");
    }
}
