package dev.tributary.subscriptions.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** The <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/channels.html#rest-hook">rest-hook channel</a>: one POST, one answer. */
final class RestHook {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * What came of a POST.
     *
     * @param reason null if the endpoint took it; else a sentence without URL and patient data
     * @param answered whether there was an HTTP answer at all
     * @param retryAfter what the endpoint asked for
     */
    record Reply(
            @Nullable String reason,
            boolean answered,
            @Nullable Duration retryAfter) {
        static final Reply TAKEN = new Reply(null, true, null);

        static Reply unanswered(String reason) {
            return new Reply(reason, false, null);
        }
    }

    private final HttpClient http;
    private final FhirContext fhir;
    private final EndpointPolicy policy;
    private final InstantSource clock;

    RestHook(FhirContext fhir, EndpointPolicy policy, InstantSource clock, Executor executor) {
        this.fhir = fhir;
        this.policy = policy;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .build();
    }

    /** The body in the format that the subscription asks for. */
    String encode(SubscriptionDefinition definition, Bundle bundle) {
        IParser parser = definition.mimeType().contains("xml") ? fhir.newXmlParser() : fhir.newJsonParser();
        return parser.encodeResourceToString(bundle);
    }

    /** Sends it unless the policy refuses the endpoint; may block for a name resolution. The future never fails. */
    CompletableFuture<Reply> post(SubscriptionDefinition definition, String body) {
        Optional<String> refusal = policy.refusal(definition.endpoint());
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(Reply.unanswered(refusal.get()));
        }
        CompletableFuture<HttpResponse<Void>> exchange =
                http.sendAsync(request(definition, body), HttpResponse.BodyHandlers.discarding());
        // The client's own timeout ends with the headers; an answer that trickles must end as well.
        return exchange.copy()
                .orTimeout(definition.timeout().toMillis() + 500, TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    if (response != null) {
                        return reply(response);
                    }
                    exchange.cancel(true);
                    return Reply.unanswered(describe(failure, definition.timeout()));
                });
    }

    private static HttpRequest request(SubscriptionDefinition definition, String body) {
        URI uri = URI.create(definition.endpoint());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(definition.timeout())
                .header("Content-Type", definition.mimeType())
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if ("http".equalsIgnoreCase(uri.getScheme())) {
            // The upgrade to h2c confuses small receivers and gains nothing.
            request.version(HttpClient.Version.HTTP_1_1);
        }
        for (String header : definition.headers()) {
            int colon = header.indexOf(':');
            request.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return request.build();
    }

    private Reply reply(HttpResponse<Void> response) {
        if (response.statusCode() / 100 == 2) {
            return Reply.TAKEN;
        }
        return new Reply(
                "The endpoint answered HTTP " + response.statusCode() + ".", true, retryAfter(response.headers()));
    }

    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").map(String::strip).orElse("");
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Duration.between(clock.instant(), date.toInstant());
        } catch (DateTimeException e) {
            return null; // Absent, or nothing that RFC 9110 knows.
        }
    }

    private static String describe(@Nullable Throwable failure, Duration timeout) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return "The endpoint did not answer within " + timeout.toSeconds() + " s.";
        }
        if (cause instanceof ConnectException) {
            return "The endpoint refused the connection or could not be reached.";
        }
        if (cause instanceof SSLException) {
            return "The endpoint's TLS certificate or handshake was not acceptable.";
        }
        if (cause instanceof IOException) {
            return "The connection to the endpoint broke before it answered.";
        }
        return "The request could not be sent: "
                + (cause == null ? "unknown" : cause.getClass().getSimpleName()) + ".";
    }
}
