package dev.tributary.server.notify;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.HubProperties;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.fhir.SubscriptionOwners;
import dev.tributary.server.storage.Database;
import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.backport.NotificationOperations;
import dev.tributary.subscriptions.channel.BindingTokens;
import dev.tributary.subscriptions.delivery.Channels;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.InProcessSignal;
import dev.tributary.subscriptions.outbox.NotificationLog;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.outbox.PostgresSignal;
import dev.tributary.subscriptions.registry.Definitions;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.SubscriptionReader;
import dev.tributary.subscriptions.registry.SubscriptionRegistry;
import dev.tributary.subscriptions.registry.SubscriptionRule;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.topics.Topics;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires events, subscriptions and delivery. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifyProperties.class)
@Import({EngineLifecycle.class, ChannelConfiguration.class})
public class NotifyConfiguration {

    @Bean(destroyMethod = "close")
    CommitSignal commitSignal(Database database, DataSource dataSource) {
        return database == Database.POSTGRESQL ? new PostgresSignal(dataSource) : new InProcessSignal();
    }

    @Bean
    SubscriptionReader subscriptionReader(Topics topics, Channels channels) {
        return new SubscriptionReader(topics, channels.types());
    }

    @Bean
    SubscriptionStore subscriptionStore(JdbcTemplate jdbc, FhirContext fhir, SubscriptionReader reader, Clock clock) {
        return new SubscriptionStore(jdbc, new Definitions(fhir, reader), clock);
    }

    @Bean
    EndpointPolicy endpointPolicy(NotifyProperties properties) {
        return EndpointPolicy.of(properties.allow());
    }

    @Bean
    BackportBundles backportBundles(HubProperties hub, DaoRegistry daos, Supplier<UUID> ids, Clock clock) {
        return new BackportBundles(hub.fhirBase(), new RecordReader(daos), ids, clock);
    }

    @Bean
    NotificationOperations notificationOperations(
            SubscriptionStore subscriptions, JdbcTemplate jdbc, BackportBundles bundles) {
        return new NotificationOperations(subscriptions, new NotificationStore(jdbc), bundles);
    }

    @Bean
    NotificationSettings notificationSettings(NotifyProperties properties) {
        var usual = NotificationSettings.defaults();
        return new NotificationSettings(
                usual.poll(),
                usual.lease(),
                usual.maxInFlight(),
                usual.firstRetry(),
                usual.longestRetry(),
                usual.errorAfterAttempts(),
                properties.errorAfter(),
                usual.handshakeAttempts(),
                properties.giveUpAfter());
    }

    @Bean
    SubscriptionFace subscriptionFace(
            SubscriptionStore store,
            SubscriptionReader reader,
            List<SubscriptionRule> rules,
            CommitSignal signal,
            AuditTrail audit,
            IInterceptorService interceptors) {
        var face = new SubscriptionFace(new SubscriptionRegistry(store, reader, rules, signal), audit);
        interceptors.registerInterceptor(face);
        return face;
    }

    @Bean
    SubscriptionOperations subscriptionOperations(
            NotificationOperations operations, SubscriptionOwners owners, SubscriptionStore store) {
        return new SubscriptionOperations(operations, owners, store);
    }

    @Bean
    SocketTokens socketTokens(SubscriptionStore store, BindingTokens tokens, HubProperties hub) {
        return new SocketTokens(store, tokens, hub.fhirBase());
    }

    @Bean
    NotificationLog notificationLog(JdbcTemplate jdbc, CommitSignal signal, Clock clock) {
        return new NotificationLog(jdbc, signal, clock);
    }

    @Bean
    NotificationsEndpoint notificationsEndpoint(
            NotificationLog log, AuditTrail audit, TransactionTemplate transactions) {
        return new NotificationsEndpoint(log, audit, transactions);
    }

    @Bean
    RecordedMessageEvents messageEvents(NotificationLog log) {
        return new RecordedMessageEvents(log);
    }
}
