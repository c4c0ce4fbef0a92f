package dev.tributary.server.identity;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.server.record.Verdicts;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires work over the whole population. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

    @Bean
    JobTable jobTable(JdbcTemplate jdbc, Explanation explanation, Clock clock) {
        return new JobTable(jdbc, explanation, clock);
    }

    @Bean
    Jobs identityJobs(JobTable table, Supplier<UUID> ids) {
        return new Jobs(table, ids);
    }

    @Bean
    Function<Matcher, DryRun> dryRuns(
            FeatureIndex index, Verdicts verdicts, Explanation explanation, ObjectMapper mapper) {
        return matcher -> new DryRun(index, matcher, verdicts, explanation, mapper);
    }

    @Bean
    Supplier<Indexing> indexings(
            FeatureIndex index,
            IdentifierStrengths strengths,
            DaoRegistry daos,
            KeyLocks locks,
            StoringTransaction transactions,
            ObjectMapper mapper) {
        return () -> new Indexing(index, strengths, daos, locks, transactions, mapper);
    }

    @Bean
    JobsEndpoint jobsEndpoint(
            Jobs jobs, Matcher matcher, Function<Matcher, DryRun> dryRuns, Supplier<Indexing> indexings) {
        return new JobsEndpoint(jobs, matcher.model(), dryRuns, indexings);
    }
}
