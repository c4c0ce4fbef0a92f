package dev.tributary.server.intake;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.mapping.v2.Acknowledger;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.feeds.MessageReceiver;
import dev.tributary.server.formats.MapSteps;
import dev.tributary.server.formats.MessageFormats;
import dev.tributary.server.intake.QueuedIntake.Arrivals;
import dev.tributary.server.jobs.Housekeeping;
import dev.tributary.server.record.RecordStore;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.StoringTransaction;
import dev.tributary.subscriptions.retention.JobLease;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires journal, workers and their REST face. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeProperties.class)
public class IntakeConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeConfiguration.class);

    @Bean
    LaneSchedule laneSchedule() {
        return new LaneSchedule();
    }

    @Bean
    JournalJson journalJson(ObjectMapper mapper) {
        return new JournalJson(mapper);
    }

    @Bean
    Journal journal(JdbcTemplate jdbc, JournalJson json, Clock clock) {
        return new Journal(jdbc, json, clock);
    }

    @Bean
    JournalQueries journalQueries(JdbcTemplate jdbc, JournalJson json) {
        return new JournalQueries(jdbc, json);
    }

    @Bean
    MessageMetrics messageMetrics(MeterRegistry registry, Clock clock) {
        return new MessageMetrics(registry, clock);
    }

    @Bean
    Application messageApplication(
            RecordStore store,
            EventRecorder events,
            AuditTrail audit,
            Journal journal,
            MapSteps steps,
            AppliedMessages observer) {
        return new Application(store, events, audit, journal, steps, observer);
    }

    @Bean
    DirectIntake directIntake(
            Journal journal,
            Application application,
            StoringTransaction transactions,
            MessageMetrics metrics,
            Clock clock,
            Supplier<UUID> ids) {
        return new DirectIntake(journal, application, transactions, metrics, clock, ids);
    }

    @Bean
    QueuedIntake queuedIntake(
            SourceCatalogue sources,
            MessageFormats formats,
            Journal journal,
            Application application,
            LaneSchedule schedule,
            MessageMetrics metrics,
            Arrivals arrivals) {
        return new QueuedIntake(sources, formats, journal, application, schedule, metrics, arrivals);
    }

    @Bean
    Arrivals arrivals(Clock clock, Supplier<UUID> ids) {
        return new Arrivals(clock, ids);
    }

    @Bean
    QueryIntake queryIntake(
            QueryReceiver receiver,
            Journal journal,
            AuditTrail audit,
            StoringTransaction transactions,
            Clock clock,
            Supplier<UUID> ids) {
        return new QueryIntake(receiver, journal, audit, transactions, clock, ids);
    }

    @Bean
    Hl7v2Intake hl7v2Intake(QueuedIntake intake, QueryIntake queries, Clock clock) {
        var started = Long.toString(clock.millis(), 36);
        var count = new AtomicLong();
        var acknowledger = new Acknowledger(clock, () -> started + '-' + Long.toString(count.incrementAndGet(), 36));
        return new Hl7v2Intake(intake, queries, acknowledger);
    }

    @Bean
    MessageReceiver messageReceiver(
            SourceCatalogue sources, Hl7v2Intake hl7v2, QueuedIntake queued, BundleReceiver bundles, FhirContext fhir) {
        return new MessageRouter(sources, hl7v2, queued, bundles, fhir);
    }

    @Bean
    LaneWorkers laneWorkers(
            LaneSchedule schedule,
            Journal journal,
            QueuedIntake application,
            StoringTransaction transactions,
            KeyLocks locks,
            Clock clock,
            IntakeProperties properties) {
        return new LaneWorkers(schedule, journal, application, transactions, locks, clock, properties);
    }

    @Bean
    IntakeEndpoint intakeEndpoint(
            JournalQueries queries,
            LaneSchedule schedule,
            AuditTrail audit,
            StoringTransaction transactions,
            MessageEvents events) {
        return new IntakeEndpoint(queries, schedule, audit, transactions, events);
    }

    /** Removes old bodies if the configuration says how old; else it finds nothing to do. */
    @Bean
    Housekeeping rawHousekeeping(JdbcTemplate jdbc, IntakeProperties properties, Supplier<UUID> ids, Clock clock) {
        var lease = new JobLease(jdbc, clock, ids.get().toString(), Duration.ofMinutes(2));
        return new Housekeeping("purge-messages", lease, Duration.ofDays(1), goOn -> {
            var keep = properties.keep();
            if (keep != null) {
                var removed = new RawRetention(jdbc, clock, keep).remove(goOn);
                LOG.info("Removed as old: the bodies of {} messages", removed);
            }
        });
    }
}
