package dev.tributary.server;

import dev.tributary.server.storage.StorageConfiguration;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The hub's table of contents, in the order of the pipeline. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HubProperties.class)
@Import({
    dev.tributary.server.sources.SourcesConfiguration.class,
    StorageConfiguration.class,
    dev.tributary.server.record.RecordConfiguration.class,
})
class HubConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
