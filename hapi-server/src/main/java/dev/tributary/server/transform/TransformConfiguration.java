package dev.tributary.server.transform;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.HealthIndicator;
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
    StructureMapStep structureMapStep(
            @Value("${hub.config:./config}") Path config,
            StoredStructureMaps stored,
            @Value("${hub.transform.limit:10s}") Duration limit) {
        return new StructureMapStep(config.resolve("sources"), stored, limit);
    }

    @Bean
    HealthIndicator structureMaps(StructureMapStep step) {
        return new TransformHealth(step);
    }

    @Bean
    MeterBinder structureMapMeters(StructureMapStep step) {
        return registry -> Gauge.builder(
                        "hub.maps.out.of.action",
                        step,
                        each -> each.outOfAction().size())
                .description("StructureMaps that did not end in time: messages of their sources are parked")
                .register(registry);
    }

    @Bean
    StructureMapOperations structureMapOperations(
            DaoRegistry daos, @Value("${hub.transform.limit:10s}") Duration limit) {
        return new StructureMapOperations(daos, limit);
    }
}
