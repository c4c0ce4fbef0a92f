package dev.tributary.subscriptions.message;

import dev.tributary.subscriptions.outbound.OutboundFailure;
import dev.tributary.subscriptions.outbound.OutboundHttp;
import dev.tributary.subscriptions.outbound.OutboundHttp.Post;
import dev.tributary.subscriptions.outbound.ReceiverRequests;
import dev.tributary.subscriptions.outbound.ReceiverTokens;
import dev.tributary.subscriptions.outbound.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** POSTs messages with the tokens and signatures that their receivers want, as configured for rest-hooks. */
public final class ReceiverPost implements MessagePost {

    private static final int KEPT = 64 * 1024;
    private final ReceiverRequests requests;
    private final InstantSource clock;

    public ReceiverPost(OutboundHttp http, ReceiverTokens tokens, SigningKeys keys, InstantSource clock) {
        this.requests = new ReceiverRequests(http, tokens, keys, clock);
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> post(Target target, byte[] body) {
        Post post = new Post(target.endpoint(), headers(target), body, target.timeout(), KEPT);
        return requests.send(post, target.owner(), Optional.empty())
                .handle((answer, failure) -> answer != null
                        ? new Answer(
                                answer.status(),
                                answer.retryAfter(clock.instant()),
                                new String(answer.body(), StandardCharsets.UTF_8),
                                null)
                        : new Answer(0, null, "", OutboundFailure.describe(failure, post.timeout())));
    }

    private static Map<String, String> headers(Target target) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", target.contentType());
        headers.put("Accept", "application/fhir+json, application/fhir+xml;q=0.5");
        Map<String, String> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : target.headers()) {
            int colon = header.indexOf(':');
            own.merge(
                    header.substring(0, colon), header.substring(colon + 1).strip(), (one, more) -> one + ", " + more);
        }
        headers.keySet().removeIf(own::containsKey);
        headers.putAll(own);
        return headers;
    }
}
