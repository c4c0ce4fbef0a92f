package dev.tributary.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.server.sources.AcknowledgementMode;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.SmartLifecycle;

/** Health and meters over the real tables. */
class FiguresTest {

    private static final Instant NOW = Instant.parse("2026-07-22T10:00:00Z");

    private final HubTables tables = new HubTables();
    private final SettableClock clock = new SettableClock();
    private final ObserveProperties settings = new ObserveProperties(
            Duration.ofMinutes(1), Duration.ofMinutes(1), 0, Duration.ofSeconds(5), Duration.ofSeconds(60));
    private final HubFigures figures = new HubFigures(
            new Figures(tables.dataSource()),
            () -> false,
            SourceCatalogue.of(List.of(source("hospital"), source("clinic"))),
            settings,
            clock);

    @Test
    void nothingWaiting_isUp() {
        var health = new LagHealth(figures, settings).health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("oldestMessageSeconds", 0L)
                .containsEntry("waiting", Map.of("hospital", 0L, "clinic", 0L));
    }

    @Test
    void anOldWaitingMessage_isDegraded_andNeverDown() {
        tables.message("hospital", "waiting", NOW.minusSeconds(90));
        tables.message("hospital", "waiting", NOW.minusSeconds(10));
        tables.message("clinic", "applied", NOW.minusSeconds(9000));

        var health = new LagHealth(figures, settings).health();

        assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.getDetails())
                .containsEntry("oldestMessageSeconds", 90L)
                .containsEntry("waiting", Map.of("hospital", 2L, "clinic", 0L));
    }

    @Test
    void anOldPendingNotification_isDegraded_unlessItsSubscriptionIsInError() {
        tables.subscription("broken", "error");
        tables.notification("broken", 1, "pending", NOW.minusSeconds(9000));
        assertThat(new LagHealth(figures, settings).health().getStatus()).isEqualTo(Status.UP);

        tables.subscription("sound", "active");
        tables.notification("sound", 1, "pending", NOW.minusSeconds(61));
        clock.now = NOW.plusSeconds(5);

        var health = new LagHealth(figures, settings).health();
        assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.getDetails())
                .containsEntry("oldestNotificationSeconds", 66L)
                .containsEntry("pendingNotifications", 2L);
    }

    @Test
    void aSubscriptionInError_isDegraded_withTheCounts() {
        tables.subscription("sound", "active");
        tables.subscription("broken", "error");
        tables.notification("broken", 1, "dead", NOW);

        var health = new NotificationHealth(figures, settings).health();

        assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.getDetails())
                .containsEntry("subscriptions", Map.of("active", 1L, "error", 1L))
                .containsEntry("dead", 1L)
                .containsEntry("pending", 0L);
    }

    @Test
    void aDatabaseThatIsAway_isUnknownHere_andGaugesHaveNoNumber() {
        tables.jdbc().execute("shutdown");

        assertThat(new LagHealth(figures, settings).health().getStatus()).isEqualTo(Status.UNKNOWN);
        assertThat(new NotificationHealth(figures, settings).health().getStatus())
                .isEqualTo(Status.UNKNOWN);
        var registry = new SimpleMeterRegistry();
        new HubMeters(figures).bindTo(registry);
        assertThat(registry.get("hub.unified.patients").gauge().value()).isNaN();
    }

    @Test
    void figuresAreReadAtMostOncePerPeriod() {
        assertThat(figures.messages("hospital").orElseThrow().waiting().count()).isZero();
        tables.message("hospital", "waiting", NOW);
        clock.now = NOW.plusMillis(4999);
        assertThat(figures.messages("hospital").orElseThrow().waiting().count()).isZero();
        clock.now = NOW.plusMillis(5000);
        assertThat(figures.messages("hospital").orElseThrow().waiting().count()).isOne();
    }

    @Test
    void prometheus_showsTheGauges() {
        tables.message("hospital", "waiting", NOW.minusSeconds(30));
        tables.message("hospital", "failed", NOW.minusSeconds(60));
        tables.subscription("sound", "active");
        tables.notification("sound", 1, "pending", NOW.minusSeconds(2));
        tables.notification("sound", 2, "dead", NOW);
        tables.patient("a", "p1");
        tables.patient("b", "p1");
        tables.patient("c", "p2");
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new HubMeters(figures).bindTo(registry);

        assertThat(registry.scrape().lines())
                .contains(
                        "hub_messages_waiting{source=\"hospital\"} 1.0",
                        "hub_messages_failed{source=\"hospital\"} 1.0",
                        "hub_messages_failed{source=\"clinic\"} 0.0",
                        "hub_lane_lag_seconds{source=\"hospital\"} 30.0",
                        "hub_lane_lag_seconds{source=\"clinic\"} 0.0",
                        "hub_notifications{state=\"pending\"} 1.0",
                        "hub_notifications{state=\"dead\"} 1.0",
                        "hub_notifications_lag_seconds 2.0",
                        "hub_subscriptions{status=\"active\"} 1.0",
                        "hub_subscriptions{status=\"error\"} 0.0",
                        "hub_source_records 3.0",
                        "hub_unified_patients 2.0");
    }

    @Test
    void aPartThatStopped_takesThePipelineOutOfService() {
        var part = new Part();
        var health = new PipelineHealth(() -> Stream.of(part));
        assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        part.start();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails()).containsEntry("Part", "running");
    }

    private static final class Part implements SmartLifecycle {

        private boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return 0;
        }
    }

    private static final class SettableClock extends Clock {

        private Instant now = NOW;

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

    private static Source source(String id) {
        var profile = new SourceProfile(id, ZoneOffset.UTC, StandardCharsets.UTF_8, Map.of(), null, Set.of(), Set.of());
        return new Source(
                id,
                id,
                Source.Format.HL7V2,
                id,
                50,
                profile,
                AcknowledgementMode.BY_MESSAGE,
                new Source.Feeds(Optional.empty(), true, Optional.empty()));
    }
}
