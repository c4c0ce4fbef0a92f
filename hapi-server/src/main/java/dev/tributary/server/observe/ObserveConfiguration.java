package dev.tributary.server.observe;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.server.HubProperties;
import dev.tributary.server.feeds.DropFeed;
import dev.tributary.server.feeds.MllpFeed;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.Database;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires health, meters and the line that says ready. An indicator's bean name without the ending is its name in health. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ObserveProperties.class)
public class ObserveConfiguration {

    @Bean
    DatabaseHealth dbHealthIndicator(
            HikariDataSource pool, Database database, ObserveProperties settings, Clock clock) {
        return new DatabaseHealth(pool, database, settings.sample(), clock);
    }

    @Bean
    HubFigures hubFigures(
            DataSource dataSource,
            DatabaseHealth database,
            SourceCatalogue sources,
            ObserveProperties settings,
            Clock clock) {
        return new HubFigures(new Figures(dataSource), database::isAway, sources, settings, clock);
    }

    @Bean
    HubMeters hubMeters(HubFigures figures) {
        return new HubMeters(figures);
    }

    @Bean
    HealthIndicator lagHealthIndicator(HubFigures figures, ObserveProperties settings) {
        return new LagHealth(figures, settings);
    }

    @Bean
    HealthIndicator notificationsHealthIndicator(HubFigures figures, ObserveProperties settings) {
        return new NotificationHealth(figures, settings);
    }

    @Bean
    HealthIndicator feedsHealthIndicator(SourceCatalogue sources, MllpFeed mllp, DropFeed drop) {
        return new FeedHealth(sources, mllp, drop);
    }

    @Bean
    HealthIndicator pipelineHealthIndicator(ObjectProvider<SmartLifecycle> parts) {
        return new PipelineHealth(parts::stream);
    }

    @Bean
    ReadyLine readyLine(HubProperties hub, SourceCatalogue sources, MllpFeed mllp) {
        return new ReadyLine(hub, sources, mllp);
    }
}
