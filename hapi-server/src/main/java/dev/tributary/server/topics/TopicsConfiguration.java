package dev.tributary.server.topics;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.storage.WatchedTypes;
import dev.tributary.subscriptions.events.ShippedEvents;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.EventOutbox;
import dev.tributary.subscriptions.registry.SubscriptionRegistry;
import dev.tributary.subscriptions.topics.ShippedTopics;
import dev.tributary.subscriptions.topics.StoredTopics;
import dev.tributary.subscriptions.topics.TopicStore;
import dev.tributary.subscriptions.topics.TopicTroubles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires topics and the events that they make. */
@Configuration(proxyBeanMethods = false)
@Import(ShippedTopicInstallation.class)
public class TopicsConfiguration {

    @Bean
    ShippedTopics shippedTopics() {
        return new ShippedTopics();
    }

    @Bean
    TopicStore topicStore(JdbcTemplate jdbc, Clock clock) {
        return new TopicStore(jdbc, clock);
    }

    @Bean
    TopicTroubles topicTroubles(Clock clock, MeterRegistry meters) {
        return new TopicTroubles(clock, meters.counter("hub.topics.troubles")::increment);
    }

    @Bean
    @Primary
    StoredTopics topics(
            ShippedTopics shipped, TopicStore store, FhirContext fhir, TopicTroubles troubles, Clock clock) {
        return new StoredTopics(shipped, store, fhir, troubles, clock);
    }

    @Bean
    WatchedTypes watchedTypes(StoredTopics topics) {
        var shipped = ShippedEvents.resourceTypes();
        return type -> shipped.contains(type) || topics.watched().contains(type);
    }

    @Bean
    EventRecording eventRecording(
            JdbcTemplate jdbc, CommitSignal signal, StoredTopics topics, Clock clock, Supplier<UUID> ids) {
        return new EventRecording(new EventOutbox(jdbc, signal, clock), topics, ids);
    }

    /** Before sources are told apart: it only renames. */
    @Bean
    FilterRegistrationBean<SubscriptionTopicPath> subscriptionTopicPath(FhirContext fhir) {
        var registration = new FilterRegistrationBean<>(new SubscriptionTopicPath(fhir));
        registration.addServletNames("fhir");
        registration.setOrder(Ordered.LOWEST_PRECEDENCE - 15);
        return registration;
    }

    @Bean
    TopicsEndpoint topicsEndpoint(StoredTopics topics, TopicTroubles troubles, JdbcTemplate jdbc) {
        return new TopicsEndpoint(topics, troubles, jdbc);
    }

    @Bean
    TopicFace topicFace(
            FhirContext fhir,
            TopicStore store,
            StoredTopics topics,
            SubscriptionRegistry subscribed,
            AuditTrail audit,
            IInterceptorService interceptors) {
        var face = new TopicFace(fhir, store, topics, subscribed, audit);
        interceptors.registerInterceptor(face);
        return face;
    }
}
