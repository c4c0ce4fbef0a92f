package dev.tributary.server.harmonise;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.formats.MapStep;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.RecordWriter;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires harmonisation. */
@Configuration(proxyBeanMethods = false)
public class HarmoniseConfiguration {

    @Bean
    TranslationCache translationCache(JdbcTemplate jdbc, DaoRegistry daos) {
        return new TranslationCache(jdbc, daos);
    }

    @Bean
    UnmappedCodes unmappedCodes(JdbcTemplate jdbc, Clock clock) {
        return new UnmappedCodes(jdbc, clock);
    }

    @Bean
    Harmonisation harmonisation() {
        return new Harmonisation(UcumUnits.load());
    }

    @Bean
    @Order(10)
    MapStep harmoniseStep(Harmonisation harmonisation, TranslationCache translations, UnmappedCodes unmapped) {
        return new HarmoniseStep(harmonisation, translations, unmapped);
    }

    @Bean
    HarmoniseJobs harmoniseJobs(JdbcTemplate jdbc, Clock clock, Supplier<UUID> ids) {
        return new HarmoniseJobs(jdbc, clock, ids);
    }

    @Bean
    HarmoniseWorker harmoniseWorker(
            HarmoniseJobs jobs,
            JdbcTemplate jdbc,
            StoringTransaction transactions,
            RecordWriter writer,
            Harmonisation harmonisation,
            TranslationCache translations,
            UnmappedCodes unmapped) {
        return new HarmoniseWorker(
                new HarmoniseWorker.Jobs(jobs, new StoredCodes(jdbc)),
                transactions,
                writer,
                harmonisation,
                translations,
                unmapped);
    }

    @Bean
    HarmoniseEndpoint harmoniseEndpoint(
            UnmappedCodes unmapped,
            TranslationCache translations,
            RecordWriter writer,
            HarmoniseJobs jobs,
            StoringTransaction transactions,
            SourceCatalogue sources,
            AuditTrail audit) {
        return new HarmoniseEndpoint(
                unmapped, translations, new ConceptMaps(writer), jobs, transactions, sources, audit);
    }

    /** What harmonisation can do without a database: units only. */
    public static MapStep unitsOnly() {
        var harmonisation = new Harmonisation(UcumUnits.load());
        return (Source source, Mapped mapped) -> HarmoniseStep.harmonise(
                mapped, resource -> harmonisation.apply(resource, source.id(), Translations.NONE, (e, c) -> {}));
    }
}
