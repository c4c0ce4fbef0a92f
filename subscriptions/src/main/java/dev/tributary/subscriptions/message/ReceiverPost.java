package dev.tributary.subscriptions.message;

import dev.tributary.subscriptions.outbound.BodySignature;
import dev.tributary.subscriptions.outbound.OutboundAnswer;
import dev.tributary.subscriptions.outbound.OutboundFailure;
import dev.tributary.subscriptions.outbound.OutboundHttp;
import dev.tributary.subscriptions.outbound.OutboundHttp.Post;
import dev.tributary.subscriptions.outbound.ReceiverTokens;
import dev.tributary.subscriptions.outbound.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** POSTs messages with the tokens and signatures that their receivers want, as configured for rest-hooks. */
public final class ReceiverPost implements MessagePost {

    private static final int KEPT = 64 * 1024;
    private static final int UNAUTHORIZED = 401;

    private final OutboundHttp http;
    private final ReceiverTokens tokens;
    private final SigningKeys keys;
    private final InstantSource clock;

    public ReceiverPost(OutboundHttp http, ReceiverTokens tokens, SigningKeys keys, InstantSource clock) {
        this.http = http;
        this.tokens = tokens;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> post(Target target, byte[] body) {
        Map<String, String> headers = headers(target);
        boolean hasOwn = headers.keySet().stream().anyMatch("authorization"::equalsIgnoreCase);
        Post post = new Post(target.endpoint(), headers, body, target.timeout(), KEPT);
        CompletableFuture<Optional<String>> token = hasOwn
                ? CompletableFuture.completedFuture(Optional.empty())
                : tokens.token(target.endpoint(), target.owner());
        return token.handle((found, failure) -> found == null
                        ? CompletableFuture.completedFuture(silence("The receiver's token endpoint gave no token."))
                        : exchange(target, post, found))
                .thenCompose(answer -> answer);
    }

    private CompletableFuture<Answer> exchange(Target target, Post post, Optional<String> token) {
        return send(post, token)
                .thenCompose(answer -> token.isPresent() && answer.status() == UNAUTHORIZED
                        ? again(target, post, token.get())
                        : CompletableFuture.completedFuture(answer))
                .handle((answer, failure) -> answer != null
                        ? new Answer(
                                answer.status(),
                                answer.retryAfter(clock.instant()),
                                new String(answer.body(), StandardCharsets.UTF_8),
                                null)
                        : silence(OutboundFailure.describe(failure, post.timeout())));
    }

    /** The receiver may have forgotten the token before its time: one more try with a fresh one. */
    private CompletableFuture<OutboundAnswer> again(Target target, Post post, String refused) {
        tokens.refused(target.endpoint(), target.owner(), refused);
        return tokens.token(target.endpoint(), target.owner()).thenCompose(token -> send(post, token));
    }

    private CompletableFuture<OutboundAnswer> send(Post post, Optional<String> token) {
        Post signed = keys.of(post.uri())
                .map(secret -> BodySignature.of(secret, clock.instant(), post.body()))
                .map(signature -> post.with(BodySignature.TIMESTAMP, signature.timestamp())
                        .with(BodySignature.SIGNATURE, signature.signature()))
                .orElse(post);
        return http.post(token.map(value -> signed.with("Authorization", "Bearer " + value))
                .orElse(signed));
    }

    private static Map<String, String> headers(Target target) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", target.contentType());
        headers.put("Accept", "application/fhir+json, application/fhir+xml;q=0.5");
        for (String header : target.headers()) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return headers;
    }

    private static Answer silence(String reason) {
        return new Answer(0, null, "", reason);
    }
}
