package dev.tributary.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
