package dev.tributary.subscriptions.channel;

import dev.tributary.subscriptions.delivery.Channel;
import dev.tributary.subscriptions.delivery.Dispatch;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.outbound.OutboundAnswer;
import dev.tributary.subscriptions.outbound.OutboundFailure;
import dev.tributary.subscriptions.outbound.OutboundHttp;
import dev.tributary.subscriptions.outbound.OutboundHttp.Post;
import dev.tributary.subscriptions.outbound.ReceiverRequests;
import dev.tributary.subscriptions.outbound.ReceiverTokens;
import dev.tributary.subscriptions.outbound.SigningKeys;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** The <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/channels.html#rest-hook">rest-hook channel</a>: one POST, one answer. */
public final class RestHook implements Channel {

    static final String TYPE = "rest-hook";

    private static final Pattern LOOPBACK =
            Pattern.compile("^(?i)http://(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1])([:/]|$)");
    /** Answers below 500 that pass with time: time-out, conflict, wrong connection, locked, too early, too many. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 421, 423, 425, 429);
    /** Answers from 500 that do not: not implemented, version not supported. */
    private static final Set<Integer> LASTING = Set.of(501, 505);

    private final Parts parts;
    private final ReceiverRequests requests;

    /**
     * What it sends with.
     *
     * @param tokens what receivers want to see in Authorization, unless the subscription says so itself
     * @param keys what notifications are signed with, unless the subscription says so itself
     * @param clock tells the time of signatures, and how long a Retry-After date is away
     */
    public record Parts(
            Payloads payloads,
            EndpointPolicy policy,
            OutboundHttp http,
            ReceiverTokens tokens,
            SigningKeys keys,
            InstantSource clock) {}

    public RestHook(Parts parts) {
        this.parts = parts;
        this.requests = new ReceiverRequests(parts.http(), parts.tokens(), parts.keys(), parts.clock());
    }

    @Override
    public boolean tellsBareNumbers() {
        return true;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Optional<String> refusal(SubscriptionDefinition definition) {
        String endpoint = definition.channel().endpoint();
        if (definition.content() == PayloadContent.FULL_RESOURCE && isInTheClear(endpoint)) {
            return Optional.of("full-resource goes over https only.");
        }
        return parts.policy().refusal(endpoint);
    }

    /** Resources never cross a network in the clear; to this machine itself they may. */
    private static boolean isInTheClear(String endpoint) {
        return endpoint.regionMatches(true, 0, "http:", 0, 5)
                && !LOOPBACK.matcher(endpoint).find();
    }

    @Override
    public Dispatch prepare(Shipment shipment) {
        StoredSubscription subscription = shipment.subscription();
        byte[] body = parts.payloads().of(shipment).getBytes(StandardCharsets.UTF_8);
        return () -> send(subscription, "POST", "", body);
    }

    /** @param below the path below the endpoint; empty for the endpoint itself */
    CompletableFuture<Reply> send(StoredSubscription subscription, String method, String below, byte[] body) {
        SubscriptionDefinition definition = subscription.definition();
        Optional<String> refusal = refusal(definition);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(Reply.unanswered(refusal.get()));
        }
        URI endpoint = URI.create(definition.channel().endpoint() + below);
        Map<String, String> headers = headers(definition);
        Post post =
                new Post(method, endpoint, headers, body, definition.channel().timeout(), 0);
        return requests.send(post, subscription.owner(), NotificationSecret.of(definition))
                .handle((answer, failure) -> answer != null
                        ? reply(answer)
                        : Reply.unanswered(OutboundFailure.describe(failure, post.timeout())));
    }

    private static Map<String, String> headers(SubscriptionDefinition definition) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!definition.payload().mimeType().isEmpty()) {
            headers.put("Content-Type", definition.payload().mimeType());
        }
        for (String header : definition.channel().headers()) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, colon), header.substring(colon + 1).strip(), (one, more) -> one + ", " + more);
        }
        return headers;
    }

    private Reply reply(OutboundAnswer answer) {
        if (answer.isSuccess()) {
            return Reply.TAKEN;
        }
        String reason = "The endpoint answered HTTP " + answer.status() + ".";
        return isLasting(answer.status())
                ? Reply.lasting(reason)
                : new Reply(reason, true, answer.retryAfter(parts.clock().instant()));
    }

    private static boolean isLasting(int status) {
        return status < 500 ? !PASSING.contains(status) : LASTING.contains(status);
    }
}
