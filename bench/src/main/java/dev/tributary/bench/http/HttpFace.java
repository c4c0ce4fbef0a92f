package dev.tributary.bench.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One client's view of a server: a base URL without trailing slash, and that client's bearer token. */
public final class HttpFace {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final String token;
    private final Duration timeout;

    /** @throws IllegalArgumentException if the base is not on loopback */
    public HttpFace(URI base, String token, Duration timeout) {
        this.base = URI.create(Loopback.require(base).toString().replaceAll("/+$", ""));
        this.token = token;
        this.timeout = timeout;
    }

    public URI base() {
        return base;
    }

    public Answer get(String path) throws IOException {
        return send("GET", path, BodyPublishers.noBody(), "application/fhir+json");
    }

    public Answer post(String path, byte[] body, String contentType) throws IOException {
        return send("POST", path, BodyPublishers.ofByteArray(body), contentType);
    }

    public Answer postFhir(String path, String json) throws IOException {
        return send("POST", path, BodyPublishers.ofString(json), "application/fhir+json");
    }

    public Answer putFhir(String path, String json) throws IOException {
        return send("PUT", path, BodyPublishers.ofString(json), "application/fhir+json");
    }

    public Answer delete(String path) throws IOException {
        return send("DELETE", path, BodyPublishers.noBody(), "application/fhir+json");
    }

    private Answer send(String method, String path, BodyPublisher body, String contentType) throws IOException {
        // A "next" link is absolute, everything else is below the base.
        var uri = path.startsWith("http") ? Loopback.require(URI.create(path)) : URI.create(base + path);
        var request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/fhir+json, application/json;q=0.9, */*;q=0.1")
                .method(method, body);
        if (!method.equals("GET")) {
            request.header("Content-Type", contentType);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Location").orElse(""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
