package dev.tributary.server.notify;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.HubProperties;
import dev.tributary.server.security.Callers;
import dev.tributary.subscriptions.acknowledgement.AcknowledgementRule;
import dev.tributary.subscriptions.acknowledgement.AcknowledgementStore;
import dev.tributary.subscriptions.acknowledgement.Acknowledgements;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.backport.ResourceReader;
import dev.tributary.subscriptions.backport.Supplements;
import dev.tributary.subscriptions.context.EventContext;
import dev.tributary.subscriptions.hl7v2.MllpChannel;
import dev.tributary.subscriptions.kafka.KafkaChannel;
import dev.tributary.subscriptions.kafka.KafkaSettings;
import dev.tributary.subscriptions.message.MessageChannel;
import dev.tributary.subscriptions.message.MessagePost;
import dev.tributary.subscriptions.message.NotificationMessages;
import dev.tributary.subscriptions.message.ReceiverPost;
import dev.tributary.subscriptions.outbound.OutboundHttp;
import dev.tributary.subscriptions.outbound.ReceiverTokens;
import dev.tributary.subscriptions.outbound.SigningKeys;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.EventRepeat;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.summary.DischargeSummary;
import dev.tributary.subscriptions.summary.SummaryRule;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the formats that other systems want to be told in, the discharge summary, and acknowledgement by people. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MessagingProperties.class, KafkaProperties.class})
public class MessagingConfiguration {

    @Bean
    EventContext.Reads eventReads(DaoRegistry daos, ResourceReader reader) {
        return new EventContext.Reads(reader, new RecordFinder(daos, reader), new MergedPatients(daos));
    }

    @Bean
    MllpChannel mllpChannel(
            EventContext.Reads reads,
            HubProperties hub,
            EndpointPolicy policy,
            OutboundHttp.Settings settings,
            Clock clock) {
        return new MllpChannel(reads, hub.fhirBase(), policy, settings.tls().getSocketFactory(), clock);
    }

    @Bean
    KafkaChannel kafkaChannel(KafkaProperties kafka, FhirContext fhir, BackportBundles bundles) {
        return new KafkaChannel(new KafkaSettings(kafka.bootstrap(), kafka.client()), fhir, bundles);
    }

    @Bean
    DischargeSummary dischargeSummary(HubProperties hub, MessagingProperties properties, Clock clock) {
        return new DischargeSummary(hub.fhirBase(), properties.sender(), clock);
    }

    /** A discharge's summary, and the Task that an escalated event is about. */
    @Bean
    Supplements supplements(
            EventContext.Reads reads, DischargeSummary summary, AcknowledgementStore tasks, ResourceReader reader) {
        return (subscription, event) -> {
            var all = new ArrayList<Resource>(
                    summary.of(subscription.definition(), reads.of(event, subscription.owner())));
            tasks.escalatedTask(subscription.id(), event.number())
                    .flatMap(task -> reader.read("Task/" + task, subscription.owner()))
                    .ifPresent(all::add);
            return all;
        };
    }

    @Bean
    SummaryRule summaryRule() {
        return new SummaryRule();
    }

    @Bean
    MessagePost messagePost(
            @Qualifier("outboundHttp") OutboundHttp http, ReceiverTokens tokens, SigningKeys keys, Clock clock) {
        return new ReceiverPost(http, tokens, keys, clock);
    }

    @Bean
    NotificationMessages notificationMessages(
            FhirContext fhir, HubProperties hub, MessagingProperties properties, Clock clock) {
        var version = Objects.requireNonNullElse(
                MessagingConfiguration.class.getPackage().getImplementationVersion(), "development");
        var sender = new NotificationMessages.Sender(hub.fhirBase(), properties.sender(), version);
        return new NotificationMessages(fhir, sender, clock);
    }

    @Bean
    MessageChannel messageChannel(
            FhirContext fhir,
            EventContext.Reads reads,
            NotificationMessages messages,
            DischargeSummary summary,
            EndpointPolicy policy,
            MessagePost post) {
        return new MessageChannel(new MessageChannel.Parts(fhir, reads, messages, summary, policy, post));
    }

    @Bean
    AcknowledgementStore acknowledgementStore(JdbcTemplate jdbc) {
        return new AcknowledgementStore(jdbc);
    }

    @Bean
    AcknowledgementRule acknowledgementRule(SubscriptionStore subscriptions) {
        return new AcknowledgementRule(
                subscriptions,
                () -> Callers.current().map(caller -> caller.clientId()).orElse("unknown"));
    }

    @Bean
    EventRepeat eventRepeat(JdbcTemplate jdbc, CommitSignal signal, Clock clock) {
        return new EventRepeat(jdbc, signal, clock);
    }

    @Bean
    RecordedTasks recordedTasks(DaoRegistry daos, Disclosure disclosure, Clock clock, Supplier<UUID> ids) {
        return new RecordedTasks(daos, disclosure, clock, ids);
    }

    @Bean
    Acknowledgements acknowledgements(
            AcknowledgementStore store,
            SubscriptionStore subscriptions,
            JdbcTemplate jdbc,
            EventRepeat repeat,
            RecordedTasks tasks,
            TransactionTemplate transactions,
            Clock clock) {
        return new Acknowledgements(new Acknowledgements.Parts(
                store, subscriptions, new NotificationStore(jdbc), repeat, tasks, transactions, clock));
    }

    @Bean
    AcknowledgementWorker acknowledgementWorker(Acknowledgements acknowledgements) {
        return new AcknowledgementWorker(acknowledgements);
    }

    @Bean
    AcknowledgementFace acknowledgementFace(AcknowledgementStore store, Clock clock) {
        return new AcknowledgementFace(store, clock);
    }

    @Bean
    AcknowledgementsEndpoint acknowledgementsEndpoint(Acknowledgements acknowledgements, Clock clock) {
        return new AcknowledgementsEndpoint(acknowledgements, clock);
    }
}
