package dev.tributary.server.csv;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.feeds.RowKeeper;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.StoringTransaction;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Text files. Wants a {@link RowKeeper}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CsvProperties.class)
public class CsvConfiguration {

    @Bean
    CsvJobs csvJobs(JdbcTemplate jdbc, ObjectMapper json) {
        return new CsvJobs(jdbc, json);
    }

    @Bean
    CsvIntake csvIntake(
            RowKeeper keeper,
            CsvJobs jobs,
            StoringTransaction transactions,
            CsvProperties settings,
            Clock clock,
            Supplier<UUID> ids) {
        return new CsvIntake(keeper, jobs, transactions, settings, clock, ids);
    }

    @Bean
    CsvEndpoint csvEndpoint(
            SourceCatalogue sources,
            CsvIntake intake,
            CsvJobs jobs,
            CsvProperties settings,
            Clock clock,
            @Value("${hub.data-dir:./data}") Path data) {
        var spool = data.resolve("uploads");
        Leftovers.delete(spool, clock.instant().minus(Leftovers.NOBODYS_AFTER));
        return new CsvEndpoint(sources, intake, jobs, settings, spool);
    }
}
