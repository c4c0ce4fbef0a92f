package dev.tributary.server.rosters;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.rosters.PanelReader;
import dev.tributary.subscriptions.rosters.RosterMatching;
import dev.tributary.subscriptions.rosters.RosterStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires rosters. */
@Configuration(proxyBeanMethods = false)
public class RostersConfiguration {

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
    RostersEndpoint rostersEndpoint(
            RosterStore rosters,
            RosterMatching matching,
            SubscriptionStore subscriptions,
            AuditTrail audit,
            TransactionTemplate transactions) {
        return new RostersEndpoint(new Uploads(rosters, matching, subscriptions, audit, transactions));
    }
}
