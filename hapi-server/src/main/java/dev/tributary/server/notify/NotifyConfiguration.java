package dev.tributary.server.notify;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.HubProperties;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.fhir.SubscriptionOwners;
import dev.tributary.server.jobs.Housekeeping;
import dev.tributary.server.security.RegisteredScopes;
import dev.tributary.server.storage.Database;
import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.backport.NotificationOperations;
import dev.tributary.subscriptions.backport.Referrers;
import dev.tributary.subscriptions.backport.ResourceReader;
import dev.tributary.subscriptions.backport.Supplements;
import dev.tributary.subscriptions.channel.BindingTokens;
import dev.tributary.subscriptions.context.EventContext;
import dev.tributary.subscriptions.context.RecordSearch;
import dev.tributary.subscriptions.delivery.Channels;
import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.fanout.QuietingRule;
import dev.tributary.subscriptions.filters.ValueSets;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.InProcessSignal;
import dev.tributary.subscriptions.outbox.NotificationLog;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.outbox.PostgresSignal;
import dev.tributary.subscriptions.outbox.Replays;
import dev.tributary.subscriptions.outbox.Suppressions;
import dev.tributary.subscriptions.registry.Definitions;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.EndRule;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.Selections;
import dev.tributary.subscriptions.registry.SubscriptionReader;
import dev.tributary.subscriptions.registry.SubscriptionRegistry;
import dev.tributary.subscriptions.registry.SubscriptionRule;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.retention.JobLease;
import dev.tributary.subscriptions.retention.Retention;
import dev.tributary.subscriptions.rosters.PanelReader;
import dev.tributary.subscriptions.rosters.RosterMatching;
import dev.tributary.subscriptions.rosters.RosterStore;
import dev.tributary.subscriptions.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires events, subscriptions and delivery. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({NotifyProperties.class, KeepProperties.class})
@Import({EngineLifecycle.class, ChannelConfiguration.class, MessagingConfiguration.class})
public class NotifyConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyConfiguration.class);
    private static final Duration LEASE = Duration.ofMinutes(2);

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
    ResourceReader resourceReader(DaoRegistry daos, @Lazy Disclosure disclosure) {
        return new RecordReader(daos, disclosure);
    }

    @Bean
    BackportBundles backportBundles(
            HubProperties hub, EventContext.Reads reads, Supplements supplements, Supplier<UUID> ids, Clock clock) {
        return new BackportBundles(
                hub.fhirBase(), reads.resources(), referrers(reads.search()), supplements, ids, clock);
    }

    private static Referrers referrers(RecordSearch search) {
        return (type, parameter, reference, limit, owner) ->
                search.find(type, parameter, reference, limit, owner).stream()
                        .map(resource -> resource.fhirType() + "/"
                                + resource.getIdElement().getIdPart())
                        .toList();
    }

    /** The one place that decides what a subscriber may still learn. */
    @Bean
    Disclosure disclosure(ObjectProvider<RegisteredScopes> clients, SubscriptionStore subscriptions, Clock clock) {
        // With an issuer elsewhere the hub registers nobody.
        return new AccessDecision(clients.getIfAvailable(() -> client -> Optional.empty()), subscriptions, clock);
    }

    @Bean
    NotificationOperations notificationOperations(
            SubscriptionStore subscriptions, JdbcTemplate jdbc, BackportBundles bundles, Disclosure disclosure) {
        return new NotificationOperations(subscriptions, new NotificationStore(jdbc), bundles, disclosure);
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
    Selections selections(JdbcTemplate jdbc, RosterStore rosters, PanelReader panels, ValueSets valueSets) {
        return new Selections(jdbc, rosters, panels, valueSets);
    }

    @Bean
    ValueSets valueSets(
            DaoRegistry daos,
            @Qualifier("myJpaValidationSupportChain") IValidationSupport terminology,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new RecordValueSets(daos, terminology, transactions, clock);
    }

    @Bean
    FanOut fanOut(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            SubscriptionStore subscriptions,
            Selections selections,
            RosterStore rosters,
            RosterMatching matching,
            Clock clock) {
        return new FanOut(jdbc, transactions, new FanOut.Parts(subscriptions, selections, rosters, matching), clock);
    }

    @Bean
    SubscriptionRegistry subscriptionRegistry(
            SubscriptionStore store,
            SubscriptionReader reader,
            List<SubscriptionRule> rules,
            Selections selections,
            CommitSignal signal) {
        return new SubscriptionRegistry(store, reader, rules, selections, signal);
    }

    @Bean
    SubscriptionFace subscriptionFace(
            SubscriptionRegistry registry,
            SubscriptionStore store,
            ObjectProvider<RegisteredScopes> clients,
            AuditTrail audit,
            IInterceptorService interceptors) {
        var registered = clients.getIfAvailable(() -> client -> Optional.empty());
        var face = new SubscriptionFace(registry, store, registered, audit);
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
    EndRule endRule(Clock clock) {
        return new EndRule(clock);
    }

    @Bean
    QuietingRule quietingRule() {
        return new QuietingRule();
    }

    @Bean
    NotificationLog notificationLog(JdbcTemplate jdbc) {
        return new NotificationLog(jdbc);
    }

    @Bean
    NotificationsEndpoint notificationsEndpoint(NotificationLog log, JdbcTemplate jdbc) {
        return new NotificationsEndpoint(log, new Suppressions(jdbc));
    }

    @Bean
    NotificationCommands notificationCommands(
            JdbcTemplate jdbc,
            CommitSignal signal,
            SubscriptionStore subscriptions,
            SubscriptionOwners owners,
            AuditTrail audit,
            TransactionTemplate transactions,
            Clock clock) {
        return new NotificationCommands(
                new Replays(jdbc, signal, clock), subscriptions, owners, signal, audit, transactions);
    }

    /** Removes what need not be kept any longer. */
    @Bean
    Housekeeping notificationHousekeeping(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            KeepProperties properties,
            Supplier<UUID> ids,
            Clock clock) {
        var retention = new Retention(jdbc, transactions, clock, properties.keep(), properties.keepDead());
        return new Housekeeping(
                "purge-notifications",
                new JobLease(jdbc, clock, ids.get().toString(), LEASE),
                properties.purgeEvery(),
                goOn -> {
                    var purged = retention.purge(goOn);
                    if (purged.any()) {
                        LOG.info(
                                "Removed as old: {} notifications, {} events, {} suppressions",
                                purged.notifications(),
                                purged.events(),
                                purged.suppressions());
                    }
                });
    }

    @Bean
    RecordedMessageEvents messageEvents(NotificationLog log) {
        return new RecordedMessageEvents(log);
    }
}
