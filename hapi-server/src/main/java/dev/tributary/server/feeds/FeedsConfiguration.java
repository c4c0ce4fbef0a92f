package dev.tributary.server.feeds;

import dev.tributary.server.sources.SourceCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ways in. Wants a {@link MessageReceiver} and a {@link MessageKeeper}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeedsProperties.class)
public class FeedsConfiguration {

    @Bean
    MllpFeed mllpFeed(
            SourceCatalogue catalogue,
            MessageReceiver receiver,
            FeedsProperties settings,
            ObjectProvider<Clock> clock,
            MeterRegistry meters) {
        return new MllpFeed(catalogue.sources(), receiver, settings, clock.getIfAvailable(Clock::systemUTC), meters);
    }

    @Bean
    DropFeed dropFeed(
            SourceCatalogue catalogue,
            MessageReceiver receiver,
            FileReceiver files,
            FeedsProperties settings,
            ObjectProvider<Clock> clock) {
        return new DropFeed(
                catalogue.sources(),
                receiver,
                files,
                settings,
                clock.getIfAvailable(Clock::systemUTC),
                UUID::randomUUID);
    }

    @Bean
    Hl7v2Endpoint hl7v2Endpoint(SourceCatalogue catalogue, MessageReceiver receiver, FeedsProperties settings) {
        return new Hl7v2Endpoint(catalogue, receiver, settings);
    }

    @Bean
    CcdaEndpoint ccdaEndpoint(SourceCatalogue catalogue, MessageKeeper keeper, FeedsProperties settings) {
        return new CcdaEndpoint(catalogue, keeper, settings);
    }
}
