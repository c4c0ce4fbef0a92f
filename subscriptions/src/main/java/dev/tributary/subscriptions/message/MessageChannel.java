package dev.tributary.subscriptions.message;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import dev.tributary.subscriptions.context.EventContext;
import dev.tributary.subscriptions.context.EventSupplement;
import dev.tributary.subscriptions.delivery.Channel;
import dev.tributary.subscriptions.delivery.Dispatch;
import dev.tributary.subscriptions.delivery.Purpose;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.registry.ChannelDefinition;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle;

/**
 * The channel {@code message}: each event as a message of the Da Vinci Unsolicited Notifications to the receiver's {@code $process-message}.
 *
 * <p>Receivers know no handshake and no heartbeat: the subscription is active at once. A receiver that will not have a message (4xx, fatal-error)
 * is not sent it again (AL-08); silence, 429, 5xx and transient-error are tried again, under the same ids (AL-11).
 */
public final class MessageChannel implements Channel {

    private static final String OPERATION = "/$process-message";

    /** Resources never cross a network in the clear; to this machine itself they may. */
    private static final Pattern IN_THE_CLEAR =
            Pattern.compile("^(?i)http://(?!(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1])([:/]|$))");

    private final Parts parts;
    private final MessageReply replies;

    /**
     * What it works with.
     *
     * @param supplement what goes along by the subscription's choice
     * @param policy where may be sent
     */
    public record Parts(
            FhirContext fhir,
            EventContext.Reads reads,
            NotificationMessages messages,
            EventSupplement supplement,
            EndpointPolicy policy,
            MessagePost post) {}

    public MessageChannel(Parts parts) {
        this.parts = parts;
        this.replies = new MessageReply(parts.fhir());
    }

    @Override
    public String type() {
        return "message";
    }

    @Override
    public boolean tellsHeartbeats() {
        return false;
    }

    /** AL-06: one message tells of one patient. */
    @Override
    public int mostEvents(SubscriptionDefinition definition) {
        return 1;
    }

    @Override
    public Optional<String> refusal(SubscriptionDefinition definition) {
        if (!definition.channel().endpoint().endsWith(OPERATION)) {
            return Optional.of("The endpoint of this channel is a receiver's operation: https://…" + OPERATION + ".");
        }
        if (definition.content() != PayloadContent.FULL_RESOURCE) {
            return Optional.of("Messages carry the record: backport-payload-content must be full-resource.");
        }
        if (IN_THE_CLEAR.matcher(definition.channel().endpoint()).find()) {
            return Optional.of("Messages go over https only.");
        }
        return parts.policy().refusal(definition.channel().endpoint());
    }

    @Override
    public Dispatch prepare(Shipment shipment) {
        if (shipment.purpose() != Purpose.EVENTS) {
            return () -> CompletableFuture.completedFuture(Reply.TAKEN);
        }
        StoredSubscription subscription = shipment.subscription();
        EventContext context = parts.reads().of(shipment.events().get(0), subscription.owner());
        String endpoint = subscription.definition().channel().endpoint();
        String name = subscription.id() + '/' + context.event().number();
        Optional<Bundle> message = parts.messages()
                .build(context, name, endpoint, parts.supplement().of(subscription.definition(), context));
        return message.<Dispatch>map(bundle -> {
                    byte[] body = encode(subscription.definition(), bundle);
                    return () -> send(subscription, body);
                })
                .orElse(() -> CompletableFuture.completedFuture(
                        Reply.refused("What it is about can no longer be read.", 1, "")));
    }

    private byte[] encode(SubscriptionDefinition definition, Bundle bundle) {
        IParser parser = definition.payload().isXml()
                ? parts.fhir().newXmlParser()
                : parts.fhir().newJsonParser();
        return parser.encodeResourceToString(bundle).getBytes(StandardCharsets.UTF_8);
    }

    private CompletableFuture<Reply> send(StoredSubscription subscription, byte[] body) {
        SubscriptionDefinition definition = subscription.definition();
        Optional<String> refusal = refusal(definition);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(Reply.unanswered(refusal.get()));
        }
        ChannelDefinition channel = definition.channel();
        MessagePost.Target target = new MessagePost.Target(
                URI.create(channel.endpoint()),
                definition.payload().mimeType(),
                channel.headers(),
                channel.timeout(),
                subscription.owner());
        return parts.post().post(target, body).thenApply(replies::of);
    }
}
