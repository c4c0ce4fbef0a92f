package dev.tributary.subscriptions.outbound;

import dev.tributary.subscriptions.outbound.OutboundHttp.Post;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Requests with what receivers ask for: a signature, a token of theirs, and one more try with a fresh token where they refuse it. */
public final class ReceiverRequests {

    private static final int UNAUTHORIZED = 401;

    private final OutboundHttp http;
    private final ReceiverTokens tokens;
    private final SigningKeys keys;
    private final InstantSource clock;

    /**
     * @param tokens what receivers want to see in Authorization, unless a request says so itself
     * @param keys what requests are signed with, unless the subscriber has a key of its own
     */
    public ReceiverRequests(OutboundHttp http, ReceiverTokens tokens, SigningKeys keys, InstantSource clock) {
        this.http = http;
        this.tokens = tokens;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Sends it. The future fails as that of {@link OutboundHttp#post} does, or with a {@link NoTokenException}; {@link OutboundFailure} puts all in
     * words.
     *
     * @param owner whose subscription it is: tokens may be for some clients only
     * @param secret the subscriber's own key; empty for what the operator has set for the endpoint
     */
    public CompletableFuture<OutboundAnswer> send(Post post, String owner, Optional<String> secret) {
        return token(post, owner)
                .thenCompose(token -> exchange(post, token, secret)
                        .thenCompose(answer -> token.isPresent() && answer.status() == UNAUTHORIZED
                                ? again(post, owner, token.get(), secret)
                                : CompletableFuture.completedFuture(answer)));
    }

    /** The receiver may have forgotten the token before its time: one more try with a fresh one. */
    private CompletableFuture<OutboundAnswer> again(Post post, String owner, String refused, Optional<String> secret) {
        tokens.refused(post.uri(), owner, refused);
        return token(post, owner).thenCompose(token -> exchange(post, token, secret));
    }

    private CompletableFuture<Optional<String>> token(Post post, String owner) {
        if (post.headers().keySet().stream().anyMatch("authorization"::equalsIgnoreCase)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return tokens.token(post.uri(), owner).exceptionally(failure -> {
            throw new CompletionException(new NoTokenException(failure));
        });
    }

    private CompletableFuture<OutboundAnswer> exchange(Post post, Optional<String> token, Optional<String> secret) {
        Post signed = secret.or(() -> keys.of(post.uri()))
                .map(key -> BodySignature.of(key, clock.instant(), post.body()))
                .map(signature -> post.with(BodySignature.TIMESTAMP, signature.timestamp())
                        .with(BodySignature.SIGNATURE, signature.signature()))
                .orElse(post);
        return http.post(token.map(value -> signed.with("Authorization", "Bearer " + value))
                .orElse(signed));
    }
}
