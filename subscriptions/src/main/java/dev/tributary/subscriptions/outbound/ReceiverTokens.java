package dev.tributary.subscriptions.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.subscriptions.outbound.OutboundHttp.Post;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens that receivers ask for, by <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">client credentials</a>: fetched when first needed, shared by
 * all that wait, kept until half a minute before they expire.
 */
public final class ReceiverTokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration USUAL_LIFE = Duration.ofMinutes(5);
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final List<Credentials> credentials;
    private final OutboundHttp http;
    private final InstantSource clock;
    private final Map<Credentials, CompletableFuture<Token>> tokens = new ConcurrentHashMap<>();

    /**
     * How to get a token for some endpoints.
     *
     * @param clients which subscribers' notifications may carry it; empty for all
     * @param scope null to ask for none
     */
    public record Credentials(
            EndpointPrefix endpoint,
            Set<String> clients,
            URI tokenUrl,
            String clientId,
            String clientSecret,
            @Nullable String scope) {

        boolean serve(URI uri, String owner) {
            return endpoint.matches(uri) && (clients.isEmpty() || clients.contains(owner));
        }
    }

    /** A token with its end. */
    private record Token(String value, Instant until) {}

    /** @param http a client for the operator's own addresses */
    public ReceiverTokens(List<Credentials> credentials, OutboundHttp http, InstantSource clock) {
        this.credentials = List.copyOf(credentials);
        this.http = http;
        this.clock = clock;
    }

    /** The token for a notification of this owner to this endpoint; empty if none is configured. Fails if it cannot be had. */
    public CompletableFuture<Optional<String>> token(URI endpoint, String owner) {
        return find(endpoint, owner)
                .map(found -> valid(found).thenApply(token -> Optional.of(token.value())))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /** Forgets a token that the endpoint refused; the next one is fetched. */
    public void refused(URI endpoint, String owner, String token) {
        find(endpoint, owner)
                .ifPresent(found -> tokens.computeIfPresent(found, (key, held) -> {
                    boolean same = held.isDone()
                            && !held.isCompletedExceptionally()
                            && held.join().value().equals(token);
                    return same ? null : held;
                }));
    }

    private Optional<Credentials> find(URI endpoint, String owner) {
        return credentials.stream().filter(each -> each.serve(endpoint, owner)).findFirst();
    }

    private CompletableFuture<Token> valid(Credentials found) {
        CompletableFuture<Token> asked = new CompletableFuture<>();
        CompletableFuture<Token> held =
                tokens.compute(found, (key, before) -> before == null || isOver(before) ? asked : before);
        if (held == asked) {
            // Whatever it throws at once is a failure too: others wait for what was asked.
            CompletableFuture<Void> unused = CompletableFuture.completedFuture(found)
                    .thenCompose(this::fetch)
                    .handle((token, failure) -> {
                        if (token == null) {
                            asked.completeExceptionally(failure == null ? new IOException("No token") : failure);
                        } else {
                            asked.complete(token);
                        }
                        return null;
                    });
        }
        return held;
    }

    private boolean isOver(CompletableFuture<Token> held) {
        return held.isDone()
                && (held.isCompletedExceptionally()
                        || !clock.instant().isBefore(held.join().until()));
    }

    private CompletableFuture<Token> fetch(Credentials found) {
        String basic = encode(found.clientId()) + ":" + encode(found.clientSecret());
        String form =
                "grant_type=client_credentials" + (found.scope() == null ? "" : "&scope=" + encode(found.scope()));
        Map<String, String> headers = Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept",
                "application/json");
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        return http.post(new Post(found.tokenUrl(), headers, body, TIMEOUT, LONGEST_ANSWER))
                .thenCompose(this::read);
    }

    private CompletableFuture<Token> read(OutboundAnswer answer) {
        if (!answer.isSuccess()) {
            return CompletableFuture.failedFuture(new TokenRefused(answer.status()));
        }
        try {
            JsonNode json = JSON.readTree(answer.body());
            String value = json.path("access_token").asText();
            if (value.isEmpty() || !value.matches("[\\x21-\\x7e]+")) {
                return CompletableFuture.failedFuture(new IOException("No access_token in the answer"));
            }
            long life = json.path("expires_in").asLong(USUAL_LIFE.toSeconds());
            Duration kept = Duration.ofSeconds(life).minus(MARGIN);
            return CompletableFuture.completedFuture(
                    new Token(value, clock.instant().plus(kept.isNegative() ? Duration.ofSeconds(life / 2) : kept)));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The token endpoint answered something else than 2xx. */
    static final class TokenRefused extends IOException {
        private static final long serialVersionUID = 1L;

        TokenRefused(int status) {
            super("The token endpoint answered HTTP " + status);
        }
    }
}
