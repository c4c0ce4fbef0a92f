package dev.tributary.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Bodies go when they are old; what may be replayed, and the row, stay. */
class RawRetentionTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private JdbcTemplate jdbc;

    @BeforeEach
    void tables() throws IOException {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        jdbc = new JdbcTemplate(database);
        jdbc.execute("create schema hub");
        for (var file : List.of("V1__intake.sql", "V10_2__raw_retention.sql")) {
            try (var script = getClass().getResourceAsStream("/db/hub/" + file)) {
                jdbc.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8)
                        .replace("${bytes}", "blob")
                        .replace("${text}", "clob"));
            }
        }
    }

    private void message(String id, String state, Duration age) {
        var at = NOW.minus(age).atOffset(ZoneOffset.UTC);
        jdbc.update(
                "insert into hub.inbound_message (message_id, source_id, format, via, content_hash, state, raw,"
                        + " received_at, not_before, completed_at) values (?, 's', 'hl7v2', 'mllp', 'h', ?, ?, ?, ?, ?)",
                id,
                state,
                new byte[] {1},
                at,
                at,
                at);
    }

    @Test
    void onlyOldAppliedBodies_areRemoved() {
        message("old", "applied", Duration.ofDays(400));
        message("failed", "failed", Duration.ofDays(400));
        for (var i = 0; i < 1_500; i++) {
            message("more" + i, "applied", Duration.ofDays(390));
        }
        message("young", "applied", Duration.ofDays(10));
        var retention = new RawRetention(jdbc, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofDays(365));
        assertThat(retention.remove(() -> true)).isEqualTo(1_501);
        assertThat(retention.remove(() -> true)).isZero();
        assertThat(jdbc.queryForList(
                        "select message_id from hub.inbound_message where raw_removed_at is null", String.class))
                .containsExactlyInAnyOrder("failed", "young");
        assertThat(jdbc.queryForObject("select count(*) from hub.inbound_message where length(raw) = 0", Long.class))
                .isEqualTo(1_501);
    }
}
