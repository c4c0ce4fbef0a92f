package dev.tributary.server;

import dev.tributary.server.audit.AuditConfiguration;
import dev.tributary.server.csv.CsvConfiguration;
import dev.tributary.server.feeds.FeedsConfiguration;
import dev.tributary.server.fhir.FhirConfiguration;
import dev.tributary.server.formats.FormatsConfiguration;
import dev.tributary.server.forward.ForwardConfiguration;
import dev.tributary.server.harmonise.HarmoniseConfiguration;
import dev.tributary.server.identity.IdentityConfiguration;
import dev.tributary.server.intake.IntakeConfiguration;
import dev.tributary.server.notify.NotifyConfiguration;
import dev.tributary.server.observe.ObserveConfiguration;
import dev.tributary.server.query.QueryConfiguration;
import dev.tributary.server.record.RecordConfiguration;
import dev.tributary.server.rosters.RostersConfiguration;
import dev.tributary.server.security.SecurityConfiguration;
import dev.tributary.server.sources.SourcesConfiguration;
import dev.tributary.server.storage.StorageConfiguration;
import dev.tributary.server.submission.SubmissionConfiguration;
import dev.tributary.server.topics.TopicsConfiguration;
import dev.tributary.server.transform.TransformConfiguration;
import dev.tributary.server.web.WebConfiguration;
import dev.tributary.server.workbench.WorkbenchConfiguration;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The hub's table of contents, in the order of the pipeline. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HubProperties.class)
@Import({
    SecurityConfiguration.class,
    SourcesConfiguration.class,
    FormatsConfiguration.class,
    FeedsConfiguration.class,
    CsvConfiguration.class,
    IntakeConfiguration.class,
    SubmissionConfiguration.class,
    RecordConfiguration.class,
    IdentityConfiguration.class,
    QueryConfiguration.class,
    StorageConfiguration.class,
    HarmoniseConfiguration.class,
    TransformConfiguration.class,
    WorkbenchConfiguration.class,
    TopicsConfiguration.class,
    NotifyConfiguration.class,
    ForwardConfiguration.class,
    RostersConfiguration.class,
    FhirConfiguration.class,
    AuditConfiguration.class,
    ObserveConfiguration.class,
    WebConfiguration.class,
})
class HubConfiguration {

    @Bean
    static BeanTypesKnownOnce beanTypesKnownOnce() {
        return new BeanTypesKnownOnce();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Supplier<UUID> ids() {
        return UUID::randomUUID;
    }
}
