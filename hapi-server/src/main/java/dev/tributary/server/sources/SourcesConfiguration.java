package dev.tributary.server.sources;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads {@code ${hub.config}/sources} once at start. */
@Configuration(proxyBeanMethods = false)
public class SourcesConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SourcesConfiguration.class);

    @Bean
    SourceCatalogue sourceCatalogue(@Value("${hub.config:./config}") Path config, Environment environment) {
        var catalogue = SourceCatalogue.read(config.resolve("sources"), environment::getProperty);
        catalogue.problems().forEach(problem -> LOG.error("Source left out. {}", problem));
        return catalogue;
    }

    /** One bad file must not take the hub out of service for the others, so this never says DOWN. */
    @Bean
    HealthIndicator sourcesHealthIndicator(SourceCatalogue catalogue) {
        return () -> {
            var health = catalogue.problems().isEmpty() ? Health.up() : Health.status("DEGRADED");
            return health.withDetail(
                            "sources",
                            catalogue.sources().stream().map(Source::id).toList())
                    .withDetail(
                            "problems",
                            catalogue.problems().stream()
                                    .map(SourceProblem::toString)
                                    .toList())
                    .build();
        };
    }
}
