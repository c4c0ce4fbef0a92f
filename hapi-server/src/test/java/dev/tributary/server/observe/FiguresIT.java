package dev.tributary.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.server.storage.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;

/** The same statements on PostgreSQL. */
class FiguresIT {

    private static final Instant OLD = Instant.parse("2026-07-22T10:00:00Z");

    @Test
    void figures_areTheSameOnPostgres() throws Exception {
        try (var postgres = EmbeddedPostgres.start()) {
            var tables = new HubTables(postgres.getPostgresDatabase(), "hub", Map.of("bytes", "bytea", "text", "text"));
            tables.message("hospital", "waiting", OLD);
            tables.message("hospital", "waiting", OLD.plusSeconds(5));
            tables.message("hospital", "failed", OLD.minusSeconds(5));
            tables.subscription("sound", "active");
            tables.notification("sound", 1, "pending", OLD);
            tables.notification("sound", 2, "dead", OLD);
            tables.notification("gone", 1, "pending", OLD);
            tables.patient("a", "p1");
            tables.patient("b", "p1");

            var figures = new Figures(tables.dataSource());
            var hospital = figures.messages(List.of("hospital", "clinic")).get("hospital");
            assertThat(hospital.waiting()).isEqualTo(new Figures.Backlog(2, OLD));
            assertThat(hospital.failed().count()).isOne();
            assertThat(figures.notifications().dead()).isOne();
            assertThat(figures.notifications().pendingCount()).isEqualTo(2);
            assertThat(figures.notifications().oldestDue()).contains(OLD);
            assertThat(figures.subscriptions()).isEqualTo(Map.of("active", 1L));
            assertThat(figures.patients()).isEqualTo(new Figures.Patients(2, 1));
        }
    }

    @Test
    void aBusyPool_isUp_andADatabaseThatIsAway_isDownWithinSeconds() throws Exception {
        var now = new AtomicReference<>(OLD);
        try (var postgres = EmbeddedPostgres.start();
                var pool = new HikariDataSource()) {
            pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
            pool.setUsername("postgres");
            pool.setMaximumPoolSize(1);
            var health = new DatabaseHealth(pool, Database.POSTGRESQL, Duration.ofSeconds(5), now::get);
            try (var busy = pool.getConnection()) {
                assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            }

            postgres.close();

            now.set(OLD.plusSeconds(5));
            var began = System.nanoTime();
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.isAway()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
