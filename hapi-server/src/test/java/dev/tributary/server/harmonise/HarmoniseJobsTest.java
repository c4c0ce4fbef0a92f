package dev.tributary.server.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Jobs survive their process, and two processes never work on one. */
class HarmoniseJobsTest {

    private final Hands clock = new Hands();
    private JdbcTemplate jdbc;
    private HarmoniseJobs here;
    private HarmoniseJobs elsewhere;

    /** A clock that is moved by hand. */
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void move(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void tables() throws IOException {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        jdbc = new JdbcTemplate(database);
        jdbc.execute("create schema hub");
        for (var name : List.of("V7__workbench", "V14__harmonise_since")) {
            try (var script = getClass().getResourceAsStream("/db/hub/" + name + ".sql")) {
                jdbc.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        here = new HarmoniseJobs(jdbc, clock, UUID::randomUUID);
        elsewhere = new HarmoniseJobs(jdbc, clock, UUID::randomUUID);
    }

    private UUID dueJob() {
        var id = here.add("lab", "urn:local", "GLU", null, "operator");
        clock.move(Duration.ofSeconds(6));
        return id;
    }

    @Test
    void aNewJob_waitsUntilEveryReplicaKnowsTheTranslation() {
        here.add("lab", "urn:local", "GLU", null, "operator");

        assertThat(here.lease()).isEmpty();
        clock.move(Duration.ofSeconds(6));
        assertThat(here.lease()).isPresent();
    }

    @Test
    void aLeasedJob_isNobodyElses() {
        dueJob();
        assertThat(here.lease()).isPresent();

        assertThat(elsewhere.lease()).isEmpty();
        assertThat(here.lease()).isPresent();
    }

    @Test
    void theJobOfADeadProcess_goesOnElsewhereWhereItWas() {
        var id = dueJob();
        var job = here.lease().orElseThrow();
        assertThat(here.advance(job, 50, 100, 3, 2)).isTrue();
        clock.move(Duration.ofSeconds(31));

        var taken = elsewhere.lease().orElseThrow();
        assertThat(taken.position()).isEqualTo(50);
        assertThat(taken.last()).isEqualTo(100);
        assertThat(taken.progress()).isEqualTo(0.5);
        // The one that was thought dead must not commit what it did meanwhile.
        assertThat(here.advance(job, 60, 100, 1, 1)).isFalse();
        assertThat(elsewhere.advance(taken, 100, 100, 1, 0)).isTrue();

        var done = here.find(id).orElseThrow();
        assertThat(done.state()).isEqualTo("done");
        assertThat(done.examined()).isEqualTo(4);
        assertThat(done.changed()).isEqualTo(2);
        assertThat(done.progress()).isEqualTo(1);
        assertThat(here.lease()).isEmpty();
    }

    @Test
    void aFailedJob_saysWhyAndIsNotTriedAgain() {
        var id = dueJob();
        here.fail(here.lease().orElseThrow(), "because");

        assertThat(here.find(id).orElseThrow().reason()).isEqualTo("because");
        assertThat(here.lease()).isEmpty();
        assertThat(here.list(10)).hasSize(1);
    }
}
