package dev.tributary.subscriptions.channel;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import dev.tributary.subscriptions.backport.ResourceReader;
import dev.tributary.subscriptions.delivery.Channel;
import dev.tributary.subscriptions.delivery.Dispatch;
import dev.tributary.subscriptions.delivery.Purpose;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.PlainSubscription;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.topics.PlainCriterion;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hl7.fhir.r4.model.Resource;

/**
 * <a href="http://hl7.org/fhir/R4/subscription.html#rest-hook">rest-hook as plain R4 has it</a>: the resource is PUT below the endpoint, or, without
 * payload, the endpoint gets an empty POST. It knows no handshake.
 */
public final class PlainRestHook implements Channel {

    private final RestHook hook;
    private final ResourceReader reader;
    private final FhirContext fhir;

    public PlainRestHook(RestHook hook, ResourceReader reader, FhirContext fhir) {
        this.hook = hook;
        this.reader = reader;
        this.fhir = fhir;
    }

    @Override
    public String type() {
        return PlainSubscription.CHANNEL;
    }

    @Override
    public Optional<String> refusal(SubscriptionDefinition definition) {
        return PlainCriterion.isSearch(definition.topic())
                ? hook.refusal(definition)
                : Optional.of("This channel is for criteria that are a search; ask for rest-hook.");
    }

    @Override
    public int mostEvents(SubscriptionDefinition definition) {
        return 1;
    }

    @Override
    public Dispatch prepare(Shipment shipment) {
        if (shipment.purpose() != Purpose.EVENTS || shipment.events().isEmpty()) {
            return PlainRestHook::taken;
        }
        StoredSubscription subscription = shipment.subscription();
        if (subscription.definition().payload().mimeType().isEmpty()) {
            return () -> hook.send(subscription, "POST", "", new byte[0]);
        }
        NotifiedEvent event = shipment.events().get(0);
        // What is gone, or not for this client any more, has no content to be sent.
        return reader.read(event.focus(), subscription.owner())
                .map(resource -> put(subscription, event.focus(), resource))
                .orElse(PlainRestHook::taken);
    }

    private Dispatch put(StoredSubscription subscription, String reference, Resource resource) {
        IParser parser = subscription.definition().payload().isXml() ? fhir.newXmlParser() : fhir.newJsonParser();
        byte[] body = parser.encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8);
        String slash = subscription.definition().channel().endpoint().endsWith("/") ? "" : "/";
        return () -> hook.send(subscription, "PUT", slash + reference, body);
    }

    private static CompletableFuture<Reply> taken() {
        return CompletableFuture.completedFuture(Reply.TAKEN);
    }
}
