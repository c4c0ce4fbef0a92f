package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.topics.PlainCriterion;
import java.util.Set;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;

/** Reads a Subscription of <a href="http://hl7.org/fhir/R4/subscription.html">plain R4</a>, whose criteria are a search: for clients that know no topics. */
public final class PlainSubscription {

    /** The channel that serves them. */
    public static final String CHANNEL = "plain-rest-hook";

    private static final Set<String> MIME_TYPES =
            Set.of("application/fhir+json", "application/json", "application/fhir+xml", "application/xml");

    private PlainSubscription() {}

    static boolean isOne(Subscription subscription) {
        return subscription.hasCriteria() && PlainCriterion.isSearch(subscription.getCriteria());
    }

    static ChannelDefinition channel(Subscription subscription, ChannelDefinition read, Problems problems) {
        if (subscription.getChannel().getType() != SubscriptionChannelType.RESTHOOK) {
            problems.refuse("Subscription.channel.type", "Criteria that are a search are served over rest-hook.");
        }
        if (read.endpoint().contains("?")) {
            problems.refuse("Subscription.channel.endpoint", "Resources are PUT below the endpoint: it has no query.");
        }
        if (read.heartbeat() != null) {
            problems.refuse(
                    "Subscription.channel.extension",
                    "Criteria that are a search have no heartbeats; leave backport-heartbeat-period out.");
        }
        return new ChannelDefinition(CHANNEL, read.endpoint(), read.headers(), read.timeout(), null, 1);
    }

    /** Without a type nothing but an empty POST is sent. */
    static PayloadDefinition payload(Subscription subscription, Problems problems) {
        String payload = subscription.getChannel().getPayload();
        if (payload == null || payload.isBlank()) {
            return new PayloadDefinition("", PayloadContent.EMPTY);
        }
        if (!MIME_TYPES.contains(payload.split(";", 2)[0].strip()) || payload.length() > 100) {
            problems.refuse(
                    "Subscription.channel.payload",
                    "The payload must be application/fhir+json, application/fhir+xml, or nothing.");
        }
        return new PayloadDefinition(payload.strip(), PayloadContent.FULL_RESOURCE);
    }
}
