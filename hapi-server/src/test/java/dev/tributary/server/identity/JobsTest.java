package dev.tributary.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.identity.JobTable.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Jobs outlive the process that works on them. */
class JobsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private JdbcTemplate jdbc;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void tables() throws IOException {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        jdbc = new JdbcTemplate(database);
        jdbc.execute("create schema hub");
        jdbc.execute(
                "create table hub.patient_link (source_patient varchar(64), unified varchar(64), reason varchar(64))");
        for (var script : List.of("/db/hub/V8_3__identity_job.sql", "/db/hub/V13__identity_model.sql")) {
            try (var text = getClass().getResourceAsStream(script)) {
                jdbc.execute(new String(text.readAllBytes(), StandardCharsets.UTF_8).replace("${text}", "clob"));
            }
        }
        for (var i = 0; i < 450; i++) {
            jdbc.update("insert into hub.patient_link values (?, 'P', 'known')", "R%03d".formatted(i));
        }
    }

    private JobTable table(Instant now) {
        return new JobTable(jdbc, new Explanation(new ObjectMapper()), Clock.fixed(now, ZoneOffset.UTC));
    }

    private Jobs replica(Instant now, boolean goesOn) {
        return new Jobs(table(now), job -> new Remembering(goesOn), UUID::randomUUID, Clock.fixed(now, ZoneOffset.UTC));
    }

    private final class Remembering implements Jobs.Work {

        private final boolean goesOn;

        Remembering(boolean goesOn) {
            this.goesOn = goesOn;
        }

        @Override
        public boolean goesOn() {
            return goesOn;
        }

        @Override
        public void look(List<JobTable.Row> page) {
            page.forEach(row -> seen.add(row.record()));
        }

        @Override
        public JsonNode result() {
            return new ObjectMapper().createObjectNode().put("seen", seen.size());
        }
    }

    /** A job that a replica was in the middle of when it crashed. */
    private UUID crashed(Instant leasedUntil) {
        var id = UUID.randomUUID();
        var owner = UUID.randomUUID();
        table(NOW).start(id, "index", "client:steward", "");
        assertThat(table(NOW).claim(id, owner, leasedUntil)).isPresent();
        assertThat(table(NOW).progress(id, owner, new Progress("running", 200, "R199", "{}"), leasedUntil))
                .isTrue();
        return id;
    }

    @Test
    void whatACrashCutOff_goesOnElsewhereWhenItsLeaseEnds() {
        var job = crashed(NOW.plusSeconds(60));
        try (var tooEarly = replica(NOW.plusSeconds(59), true)) {
            tooEarly.takeUp();
        }
        assertThat(seen).isEmpty();

        try (var other = replica(NOW.plusSeconds(60), true)) {
            other.takeUp();
        }
        assertThat(seen).hasSize(250).startsWith("R200");
        var done = table(NOW).find(job).orElseThrow();
        assertThat(done.state()).isEqualTo("done");
        assertThat(done.done()).isEqualTo(450);
    }

    @Test
    void workThatKeepsItsCountsInMemory_beginsAgain() {
        crashed(NOW);
        try (var other = replica(NOW, false)) {
            other.takeUp();
        }
        assertThat(seen).hasSize(450);
    }

    @Test
    void whoLostTheLease_learnsIt() {
        var id = UUID.randomUUID();
        var first = UUID.randomUUID();
        var second = UUID.randomUUID();
        table(NOW).start(id, "index", "client:steward", "");
        assertThat(table(NOW).claim(id, first, NOW.plusSeconds(60))).isPresent();
        assertThat(table(NOW).claim(id, second, NOW.plusSeconds(60))).isEmpty();
        assertThat(table(NOW.plusSeconds(60)).claim(id, second, NOW.plusSeconds(120)))
                .isPresent();
        assertThat(table(NOW).progress(id, first, new Progress("running", 1, "R001", "{}"), NOW.plusSeconds(90)))
                .isFalse();
    }

    /** A dry run over everybody takes hours; whoever merges two persons is promised that their record moves now. */
    @Test
    void aTransfer_doesNotWaitForADryRun() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        try (var replica = new Jobs(
                table(NOW),
                job -> job.kind().equals("dry-run") ? new Waiting(begun, released) : new Remembering(true),
                UUID::randomUUID,
                Clock.fixed(NOW, ZoneOffset.UTC))) {
            var dryRun = replica.start("dry-run", "", "client:steward");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            var transfer = replica.start(Transfers.KIND, "", "client:steward");

            await().until(() -> replica.find(transfer.id()).orElseThrow().state(), "done"::equals);

            assertThat(replica.find(dryRun.id()).orElseThrow().state()).isEqualTo("running");
            released.countDown();
            await().until(() -> replica.find(dryRun.id()).orElseThrow().state(), "done"::equals);
        }
    }

    private final class Waiting implements Jobs.Work {

        private final CountDownLatch begun;
        private final CountDownLatch released;

        Waiting(CountDownLatch begun, CountDownLatch released) {
            this.begun = begun;
            this.released = released;
        }

        @Override
        public boolean goesOn() {
            return true;
        }

        @Override
        public void look(List<JobTable.Row> page) {
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public JsonNode result() {
            return new ObjectMapper().createObjectNode();
        }
    }

    @Test
    void aJobThatNeverEnds_isGivenUp() {
        var id = UUID.randomUUID();
        table(NOW).start(id, "index", "client:steward", "");
        for (var i = 0; i < 5; i++) {
            assertThat(table(NOW).claim(id, UUID.randomUUID(), NOW)).isPresent();
        }
        try (var replica = replica(NOW.plus(Duration.ofMinutes(1)), true)) {
            replica.takeUp();
        }
        assertThat(table(NOW).find(id).orElseThrow().state()).isEqualTo("failed");
        assertThat(seen).isEmpty();
    }
}
