package dev.tributary.subscriptions.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.PayloadContent;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** The <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/channels.html#rest-hook">rest-hook channel</a>: one POST, one answer. */
public final class RestHook implements Channel {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private static final Pattern LOOPBACK =
            Pattern.compile("^(?i)http://(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1])([:/]|$)");

    private final HttpClient http;
    private final FhirContext fhir;
    private final BackportBundles bundles;
    private final EndpointPolicy policy;
    private final InstantSource clock;

    /** @param clock tells how long a Retry-After date is away */
    public RestHook(FhirContext fhir, BackportBundles bundles, EndpointPolicy policy, InstantSource clock) {
        this.fhir = fhir;
        this.bundles = bundles;
        this.policy = policy;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public String type() {
        return "rest-hook";
    }

    @Override
    public Optional<String> refusal(SubscriptionDefinition definition) {
        String endpoint = definition.channel().endpoint();
        if (definition.content() == PayloadContent.FULL_RESOURCE && isInTheClear(endpoint)) {
            return Optional.of("full-resource goes over https only.");
        }
        return policy.refusal(endpoint);
    }

    /** Resources never cross a network in the clear; to this machine itself they may. */
    private static boolean isInTheClear(String endpoint) {
        return endpoint.regionMatches(true, 0, "http:", 0, 5)
                && !LOOPBACK.matcher(endpoint).find();
    }

    @Override
    public Dispatch prepare(Shipment shipment) {
        SubscriptionDefinition definition = shipment.subscription().definition();
        IParser parser = definition.payload().isXml() ? fhir.newXmlParser() : fhir.newJsonParser();
        String body = parser.encodeResourceToString(bundle(shipment));
        return () -> post(definition, body);
    }

    private Bundle bundle(Shipment shipment) {
        return switch (shipment.purpose()) {
            case HANDSHAKE -> bundles.handshake(shipment.subscription());
            case HEARTBEAT -> bundles.heartbeat(shipment.subscription());
            case EVENTS -> bundles.notification(shipment.subscription(), shipment.events());
        };
    }

    private CompletableFuture<Reply> post(SubscriptionDefinition definition, String body) {
        Optional<String> refusal = refusal(definition);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(Reply.unanswered(refusal.get()));
        }
        Duration timeout = definition.channel().timeout();
        CompletableFuture<HttpResponse<Void>> exchange =
                http.sendAsync(request(definition, body), HttpResponse.BodyHandlers.discarding());
        // The client's own timeout ends with the headers; an answer that trickles must end as well.
        return exchange.copy()
                .orTimeout(timeout.toMillis() + 500, TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    if (response != null) {
                        return reply(response);
                    }
                    exchange.cancel(true);
                    return Reply.unanswered(describe(failure, timeout));
                });
    }

    private static HttpRequest request(SubscriptionDefinition definition, String body) {
        URI uri = URI.create(definition.channel().endpoint());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(definition.channel().timeout())
                .header("Content-Type", definition.payload().mimeType())
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if ("http".equalsIgnoreCase(uri.getScheme())) {
            // The upgrade to h2c confuses small receivers and gains nothing.
            request.version(HttpClient.Version.HTTP_1_1);
        }
        for (String header : definition.channel().headers()) {
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
