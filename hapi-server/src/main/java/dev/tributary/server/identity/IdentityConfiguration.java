package dev.tributary.server.identity;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.record.IdentityProperties;
import dev.tributary.server.record.Regrouping;
import dev.tributary.server.record.Verdicts;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.util.HashSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires what people and systems may ask and decide about who is who. */
@Configuration(proxyBeanMethods = false)
public class IdentityConfiguration {

    @Bean
    OperationJournal operationJournal(JdbcTemplate jdbc, AuditTrail audit) {
        return new OperationJournal(jdbc, audit);
    }

    @Bean
    PatientLookup patientLookup(DaoRegistry daos, SourceCatalogue sources, IdentityProperties properties) {
        var systems = new HashSet<>(properties.nationalSystems());
        systems.addAll(properties.trustedSystems());
        sources.sources()
                .forEach(source ->
                        systems.addAll(source.profile().identifierSystems().values()));
        return new PatientLookup(daos, systems);
    }

    @Bean
    Stewardship stewardship(
            Regrouping regrouping,
            Verdicts verdicts,
            OperationJournal journal,
            PersonEvents events,
            StoringTransaction transactions,
            Clock clock,
            Supplier<UUID> ids) {
        return new Stewardship(regrouping, verdicts, journal, events, transactions, clock, ids);
    }

    @Bean
    StewardOperations stewardOperations(
            Stewardship stewardship, OperationJournal journal, PatientLookup patients, DaoRegistry daos) {
        return new StewardOperations(stewardship, journal, patients, daos);
    }

    @Bean
    PixQuery pixQuery(PatientLookup patients) {
        return new PixQuery(patients);
    }
}
