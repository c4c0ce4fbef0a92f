package dev.tributary.server.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.csv.CsvJobs.Opened;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A file that broke off does not look as if somebody still read it; and how far its messages are. */
class CsvJobsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private CsvJobs jobs;
    private JdbcTemplate jdbc;

    @BeforeEach
    void tables() throws IOException {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        jdbc = new JdbcTemplate(database);
        jdbc.execute("create schema hub");
        for (var script : List.of("/db/hub/V1__intake.sql", "/db/hub/V6__csv.sql", "/db/hub/V9_2__csv_messages.sql")) {
            try (var text = getClass().getResourceAsStream(script)) {
                jdbc.execute(new String(text.readAllBytes(), StandardCharsets.UTF_8)
                        .replace("${bytes}", "blob")
                        .replace("${text}", "clob"));
            }
        }
        jobs = new CsvJobs(jdbc, new ObjectMapper());
    }

    private UUID opened(String hash) {
        var job = new Opened(UUID.randomUUID(), "lab", "results", "results.csv", hash, "http", NOW);
        jobs.open(job, List.of(), List.of());
        return job.id();
    }

    private String state(UUID job) {
        return jobs.find(job).orElseThrow().state();
    }

    @Test
    void theSameFileAgain_endsTheJobThatACrashLeft() {
        var crashed = opened("one");
        var other = opened("two");
        var again = opened("one");

        assertThat(state(crashed)).isEqualTo("broken-off");
        assertThat(state(other)).isEqualTo("reading");
        assertThat(state(again)).isEqualTo("reading");
    }

    @Test
    void aFileThatWasRead_isNotBrokenOff() {
        var job = opened("one");
        jobs.read(job, NOW);
        jobs.broken(job);
        opened("one");

        assertThat(state(job)).isEqualTo("done");
    }

    private UUID message(String state, int number) {
        var id = UUID.randomUUID();
        jdbc.update(
                "insert into hub.inbound_message (message_id, source_id, format, via, content_hash, state, raw, received_at,"
                        + " not_before) values (?, 'lab', 'csv', 'http', ?, ?, ?, current_timestamp, current_timestamp)",
                id.toString(),
                "h" + number,
                state,
                new byte[] {1});
        return id;
    }

    @Test
    void whatIsNotAppliedYet_isCountedAndTheRestIsApplied() {
        var job = opened("one");
        var messages =
                List.of(message("applied", 1), message("failed", 2), message("waiting", 3), message("applied", 4));
        jobs.link(job, messages);
        message("failed", 5);
        jobs.read(job, NOW);

        var found = jobs.find(job).orElseThrow();
        assertThat(found.messages()).isEqualTo(new CsvJob.Counts(1, 2, 1, 0));
        assertThat(found.state()).isEqualTo("applying");

        // A replay: the parked row waits again, and is applied then.
        jdbc.update("update hub.inbound_message set state = 'applied' where state in ('failed', 'waiting')");
        assertThat(jobs.list("lab", 10))
                .singleElement()
                .satisfies(each -> assertThat(each.messages()).isEqualTo(new CsvJob.Counts(0, 4, 0, 0)));
    }
}
