package dev.tributary.server.transform;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.formats.MapStep;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Wires StructureMaps. */
@Configuration(proxyBeanMethods = false)
public class TransformConfiguration {

    @Bean
    @Order(20)
    MapStep structureMapStep(@Value("${hub.config:./config}") Path config) {
        return new StructureMapStep(config.resolve("sources"));
    }

    @Bean
    StructureMapOperations structureMapOperations(DaoRegistry daos) {
        return new StructureMapOperations(daos);
    }
}
