package dev.tributary.subscriptions.hl7v2;

import dev.tributary.subscriptions.context.EventContext;
import dev.tributary.subscriptions.delivery.Channel;
import dev.tributary.subscriptions.delivery.Dispatch;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.Validation.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;

/**
 * The channel {@code hl7v2-mllp}: events as ADT messages of HL7 v2.5.1 to {@code mllp://host:port}, or with TLS to {@code mllps://}.
 *
 * <p>One message at a time, in the order of the numbers. AR and CR make a notification dead at once, AE and CE after three attempts; the next
 * one follows. Silence is tried again, with the same MSH-10, and holds up the destination's other messages.
 */
public final class MllpChannel implements Channel, AutoCloseable {

    /** How often a message may be answered AE or CE before it is given up. */
    private static final int ATTEMPTS_AFTER_ERROR = 3;

    private final EventContext.Reads reads;
    private final AdtMessages messages;
    private final EndpointPolicy policy;
    private final MllpLines lines;

    /**
     * @param fhirBase the hub's public FHIR base URL, without trailing slash: what its own ids are numbers of
     * @param policy where may be sent; no address is open unless a pattern such as {@code mllp://127.0.0.1:*} names it
     * @param tls whom to trust
     */
    public MllpChannel(
            EventContext.Reads reads,
            String fhirBase,
            EndpointPolicy policy,
            SSLSocketFactory tls,
            InstantSource clock) {
        this.reads = reads;
        this.messages = new AdtMessages(fhirBase);
        this.policy = policy;
        this.lines = new MllpLines(tls, clock);
    }

    @Override
    public String type() {
        return "hl7v2-mllp";
    }

    @Override
    public boolean tellsHeartbeats() {
        return false;
    }

    @Override
    public boolean carriesHeaders() {
        return false;
    }

    /** Two topics may have one trigger for a change, such as encounter-start and admission; whom it is for is part of a message. */
    @Override
    public boolean isSameMessage(Numbered one, Numbered other) {
        return V2Destination.of(one.subscription().definition().resource())
                        .equals(V2Destination.of(
                                other.subscription().definition().resource()))
                && trigger(one).equals(trigger(other));
    }

    private Trigger trigger(Numbered numbered) {
        EventContext context =
                reads.of(numbered.event(), numbered.subscription().owner());
        return Trigger.of(numbered.event().kind(), context);
    }

    @Override
    public int mostEvents(SubscriptionDefinition definition) {
        return 1;
    }

    @Override
    public Optional<String> refusal(SubscriptionDefinition definition) {
        if (!isMllp(definition.channel().endpoint())) {
            return Optional.of("The endpoint of this channel is mllp://host:port, or mllps://host:port for TLS.");
        }
        if (definition.content() != PayloadContent.FULL_RESOURCE) {
            return Optional.of("HL7 v2 messages carry the record: backport-payload-content must be full-resource.");
        }
        if (!Trigger.exists(definition.topic().kind(), definition.topic().resourceTypes())) {
            return Optional.of("No ADT message tells of " + definition.topic().title() + ".");
        }
        return V2Destination.problems(definition.resource()).stream()
                .map(Problem::text)
                .findFirst()
                .or(() -> policy.refusal(definition.channel().endpoint()));
    }

    private static boolean isMllp(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            boolean known = "mllp".equalsIgnoreCase(uri.getScheme()) || "mllps".equalsIgnoreCase(uri.getScheme());
            return known && uri.getHost() != null && uri.getPort() > 0;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public Dispatch prepare(Shipment shipment) {
        StoredSubscription subscription = shipment.subscription();
        return switch (shipment.purpose()) {
            case HANDSHAKE -> () -> guarded(subscription, () -> lines.reach(uri(subscription)));
            case HEARTBEAT -> () -> CompletableFuture.completedFuture(Reply.TAKEN);
            case EVENTS -> {
                EventContext context = reads.of(shipment.events().get(0), subscription.owner());
                V2Destination destination =
                        V2Destination.of(subscription.definition().resource());
                Optional<AdtMessages.Outbound> message = messages.build(context, subscription.id(), destination);
                yield message.<Dispatch>map(each -> () -> guarded(subscription, () -> send(subscription, each)))
                        .orElse(() -> CompletableFuture.completedFuture(Reply.refused(
                                "The patient or the visit that it is about can no longer be read.", 1, "")));
            }
        };
    }

    /** Asks the policy again: what was allowed when the subscription was stored need not be now. */
    private CompletableFuture<Reply> guarded(StoredSubscription subscription, Dispatch dispatch) {
        return refusal(subscription.definition())
                .map(reason -> CompletableFuture.completedFuture(Reply.unanswered(reason)))
                .orElseGet(dispatch::send);
    }

    private CompletableFuture<Reply> send(StoredSubscription subscription, AdtMessages.Outbound message) {
        Duration timeout = subscription.definition().channel().timeout();
        return lines.exchange(subscription.id(), uri(subscription), message, timeout)
                .thenApply(answer -> answer.failure() == null
                        ? reply(answer.text(), message.controlId())
                        : Reply.unanswered(answer.failure()));
    }

    static Reply reply(String answer, String controlId) {
        Optional<Acknowledgement> read = Acknowledgement.parse(answer);
        if (read.isEmpty()) {
            return Reply.unanswered("The destination answered something that is no acknowledgement.");
        }
        Acknowledgement acknowledgement = read.get();
        if (!acknowledgement.controlId().equals(controlId)) {
            return Reply.unanswered("The destination acknowledged another message than the one that it was sent.");
        }
        if (acknowledgement.taken()) {
            return Reply.TAKEN;
        }
        String error = acknowledgement.error().isEmpty() ? "" : " (" + acknowledgement.error() + ")";
        return Reply.refused(
                "The destination answered " + acknowledgement.code() + error + ".",
                acknowledgement.mayPass() ? ATTEMPTS_AFTER_ERROR : 1,
                acknowledgement.text());
    }

    private static URI uri(StoredSubscription subscription) {
        return URI.create(subscription.definition().channel().endpoint());
    }

    /** Hangs up on every destination. */
    @Override
    public void close() {
        lines.close();
    }
}
