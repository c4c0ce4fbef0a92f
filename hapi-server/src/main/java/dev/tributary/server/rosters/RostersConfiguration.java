package dev.tributary.server.rosters;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.jobs.Housekeeping;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.retention.JobLease;
import dev.tributary.subscriptions.rosters.PanelReader;
import dev.tributary.subscriptions.rosters.RosterMatching;
import dev.tributary.subscriptions.rosters.RosterStore;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires rosters. */
@Configuration(proxyBeanMethods = false)
public class RostersConfiguration {

    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration EVERY = Duration.ofSeconds(20);

    @Bean
    RosterStore rosterStore(JdbcTemplate jdbc, Clock clock) {
        return new RosterStore(jdbc, clock);
    }

    @Bean
    RosterMatching rosterMatching(
            JdbcTemplate jdbc, DaoRegistry daos, PlatformTransactionManager transactions, Clock clock) {
        return new RosterMatching(jdbc, new RecordDirectory(daos, transactions), clock);
    }

    @Bean
    PanelReader panelReader(DaoRegistry daos) {
        return new RecordPanels(daos);
    }

    @Bean
    PanelUpkeep panelUpkeep(RosterStore rosters, IInterceptorService interceptors) {
        var upkeep = new PanelUpkeep(rosters);
        interceptors.registerInterceptor(upkeep);
        return upkeep;
    }

    @Bean
    Uploads uploads(
            RosterStore rosters,
            RosterMatching matching,
            SubscriptionStore subscriptions,
            AuditTrail audit,
            TransactionTemplate transactions) {
        return new Uploads(rosters, matching, subscriptions, audit, transactions);
    }

    @Bean
    RostersEndpoint rostersEndpoint(Uploads uploads) {
        return new RostersEndpoint(uploads);
    }

    /** Looks up the lines of large rosters that an upload did not wait for. */
    @Bean
    Housekeeping rosterHousekeeping(JdbcTemplate jdbc, Uploads uploads, Supplier<UUID> ids, Clock clock) {
        return new Housekeeping(
                "match-rosters", new JobLease(jdbc, clock, ids.get().toString(), LEASE), EVERY, goOn -> {
                    while (goOn.getAsBoolean() && uploads.matchSome() > 0) {
                        // Each page is a transaction.
                    }
                });
    }
}
