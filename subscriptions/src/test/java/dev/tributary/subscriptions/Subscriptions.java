package dev.tributary.subscriptions;

import dev.tributary.subscriptions.events.EventKind;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.UnsignedIntType;

/** Subscriptions as clients write them. */
public final class Subscriptions {

    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    private Subscriptions() {}

    /** A Backport rest-hook subscription to discharges. */
    public static Subscription toDischarges(String endpoint, String content) {
        Subscription subscription = new Subscription();
        subscription.getMeta().addProfile(BACKPORT + "subscription");
        subscription.setStatus(Subscription.SubscriptionStatus.REQUESTED);
        subscription.setReason("Follow-up after discharge");
        subscription.setCriteria(EventKind.DISCHARGE.topic());
        subscription.getChannel().setType(SubscriptionChannelType.RESTHOOK).setEndpoint(endpoint);
        subscription.getChannel().setPayload("application/fhir+json");
        subscription.getChannel().getPayloadElement().addExtension(BACKPORT + "payload-content", new CodeType(content));
        return subscription;
    }

    /** The same with one more filter. */
    public static Subscription withFilter(Subscription subscription, String filter) {
        subscription.getCriteriaElement().addExtension(BACKPORT + "filter-criteria", new StringType(filter));
        return subscription;
    }

    /** The same with at most this many events in a bundle. */
    public static Subscription withMaxCount(Subscription subscription, int count) {
        subscription.getChannel().addExtension(BACKPORT + "max-count", new PositiveIntType(count));
        return subscription;
    }

    /** The same with this long for one attempt. */
    public static Subscription withTimeout(Subscription subscription, int seconds) {
        subscription.getChannel().addExtension(BACKPORT + "timeout", new IntegerType(seconds));
        return subscription;
    }

    /** The same as FHIR XML. */
    public static Subscription asXml(Subscription subscription) {
        subscription.getChannel().getPayloadElement().setValue("application/fhir+xml");
        return subscription;
    }

    /** The same with a sign of life every so often. */
    public static Subscription withHeartbeat(Subscription subscription, int seconds) {
        subscription.getChannel().addExtension(BACKPORT + "heartbeat-period", new UnsignedIntType(seconds));
        return subscription;
    }

    /** The same by web socket. */
    public static Subscription overWebSocket(Subscription subscription) {
        subscription.getChannel().setType(SubscriptionChannelType.WEBSOCKET).setEndpoint(null);
        return subscription;
    }

    /** The same by e-mail. */
    public static Subscription byEmail(Subscription subscription) {
        subscription.getChannel().setType(SubscriptionChannelType.EMAIL);
        return subscription;
    }
}
