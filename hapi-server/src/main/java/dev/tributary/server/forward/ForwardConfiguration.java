package dev.tributary.server.forward;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.HubProperties;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.forward.Forwarding.Outbound;
import dev.tributary.server.forward.Forwarding.Route;
import dev.tributary.server.jobs.Housekeeping;
import dev.tributary.server.notify.MessagingProperties;
import dev.tributary.subscriptions.message.ForwardedMessage;
import dev.tributary.subscriptions.message.MessagePost;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.retention.JobLease;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires forwarding. */
@Configuration(proxyBeanMethods = false)
public class ForwardConfiguration {

    @Bean
    ForwardTable forwardTable(JdbcTemplate jdbc) {
        return new ForwardTable(jdbc);
    }

    @Bean
    Forwarding forwarding(
            MessagingProperties properties,
            ForwardTable table,
            HubProperties hub,
            FhirContext fhir,
            EndpointPolicy policy,
            MessagePost post,
            Clock clock) {
        var routes = properties.forward().stream()
                .map(each -> new Route(each.source(), each.endpoint().toString(), each.headers()))
                .toList();
        return new Forwarding(
                routes,
                table,
                new ForwardedMessage(hub.fhirBase(), properties.sender()),
                new Outbound(fhir, policy, post),
                clock);
    }

    @Bean
    ForwardsEndpoint forwardsEndpoint(
            ForwardTable table, AuditTrail audit, TransactionTemplate transactions, Clock clock) {
        return new ForwardsEndpoint(table, audit, transactions, clock);
    }

    @Bean
    Housekeeping messageHousekeeping(JdbcTemplate jdbc, Clock clock, Supplier<UUID> ids) {
        var lease = new JobLease(jdbc, clock, ids.get().toString(), Duration.ofMinutes(2));
        return new Housekeeping("purge-messages", lease, Duration.ofHours(1), new MessageRetention(jdbc, clock)::purge);
    }
}
