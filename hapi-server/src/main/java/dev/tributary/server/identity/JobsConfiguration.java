package dev.tributary.server.identity;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.record.Carrying;
import dev.tributary.server.record.Verdicts;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.util.UUID;
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
    ModelTable modelTable(JdbcTemplate jdbc, Clock clock) {
        return new ModelTable(jdbc, clock);
    }

    @Bean
    CurrentModel currentModel(ModelTable models, Matcher configured, Clock clock) {
        return new CurrentModel(models, configured, clock);
    }

    @Bean
    Jobs identityJobs(JobTable table, Works works, Supplier<UUID> ids, Clock clock) {
        var jobs = new Jobs(table, works, ids, clock);
        jobs.watch();
        return jobs;
    }

    @Bean
    Indexing.Tools indexingTools(
            IdentifierStrengths strengths, DaoRegistry daos, KeyLocks locks, StoringTransaction transactions) {
        return new Indexing.Tools(strengths, daos, locks, transactions);
    }

    @Bean
    TransferTasks transferTasks(DaoRegistry daos, Clock clock) {
        return new TransferTasks(daos, clock);
    }

    @Bean
    Transfers transfers(
            JdbcTemplate jdbc, JobTable jobs, ObjectMapper mapper, Supplier<UUID> ids, TransferTasks tasks) {
        return new Transfers(jdbc, jobs, mapper, ids, tasks);
    }

    @Bean
    TransferReads transferReads(Transfers transfers, DaoRegistry daos, MatchUrlService urls) {
        return new TransferReads(transfers, daos, urls);
    }

    @Bean
    Transferring.Tools transferringTools(
            Carrying carrying,
            Transfers transfers,
            TransferTasks tasks,
            OperationJournal journal,
            Stewardship stewardship,
            StoringTransaction transactions,
            ObjectMapper mapper) {
        return new Transferring.Tools(carrying, transfers, tasks, journal, stewardship, transactions, mapper);
    }

    @Bean
    Works.Tools workTools(Indexing.Tools indexing, Transferring.Tools transferring) {
        return new Works.Tools(indexing, transferring);
    }

    @Bean
    Works identityWorks(
            FeatureIndex index,
            Verdicts verdicts,
            Explanation explanation,
            ModelTable models,
            CurrentModel current,
            Works.Tools tools,
            ObjectMapper mapper) {
        return new Works(index, verdicts, explanation, models, current, tools, mapper);
    }

    @Bean
    JobsEndpoint jobsEndpoint(Jobs jobs, CurrentModel current, ModelTable models) {
        return new JobsEndpoint(jobs, current, models);
    }

    @Bean
    ModelsEndpoint modelsEndpoint(
            ModelTable models, CurrentModel current, AuditTrail audit, StoringTransaction transactions) {
        return new ModelsEndpoint(models, current, audit, transactions);
    }
}
