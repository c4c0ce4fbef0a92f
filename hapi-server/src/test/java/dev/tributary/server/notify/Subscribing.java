package dev.tributary.server.notify;

import static org.awaitility.Awaitility.await;

import dev.tributary.server.Face;
import java.time.Duration;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;

/** Subscriptions over HTTP, as a client writes them. */
final class Subscribing {

    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    private Subscribing() {}

    /** An id-only rest-hook. */
    static Subscription to(String topic, String endpoint, String... filters) {
        var subscription = new Subscription();
        subscription.setStatus(SubscriptionStatus.REQUESTED);
        subscription.setReason("contract");
        subscription.setCriteria("https://tributary.dev/fhir/SubscriptionTopic/" + topic);
        for (var filter : filters) {
            subscription.getCriteriaElement().addExtension(BACKPORT + "filter-criteria", new StringType(filter));
        }
        subscription
                .getChannel()
                .setType(Subscription.SubscriptionChannelType.RESTHOOK)
                .setEndpoint(endpoint)
                .setPayload("application/fhir+json");
        subscription
                .getChannel()
                .getPayloadElement()
                .addExtension(BACKPORT + "payload-content", new CodeType("id-only"));
        return subscription;
    }

    /** Stores it and waits until it is active; its id. */
    static String active(Face client, Subscription subscription) {
        var id = client.post("/fhir/Subscription", subscription)
                .expect(201)
                .as(Subscription.class)
                .getIdElement()
                .getIdPart();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.get("/fhir/Subscription/" + id)
                                .expect(200)
                                .as(Subscription.class)
                                .getStatus()
                        == SubscriptionStatus.ACTIVE);
        return id;
    }
}
