package dev.tributary.server.transform;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.formats.MapStep;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires StructureMaps. */
@Configuration(proxyBeanMethods = false)
public class TransformConfiguration {

    @Bean
    StoredStructureMaps storedStructureMaps(
            JdbcTemplate jdbc, DaoRegistry daos, Clock clock, @Value("${hub.transform.limit:10s}") Duration limit) {
        return new StoredStructureMaps(jdbc, daos, clock, limit);
    }

    @Bean
    @Order(20)
    MapStep structureMapStep(
            @Value("${hub.config:./config}") Path config,
            StoredStructureMaps stored,
            @Value("${hub.transform.limit:10s}") Duration limit) {
        return new StructureMapStep(config.resolve("sources"), stored, limit);
    }

    @Bean
    StructureMapOperations structureMapOperations(
            DaoRegistry daos, @Value("${hub.transform.limit:10s}") Duration limit) {
        return new StructureMapOperations(daos, limit);
    }
}
