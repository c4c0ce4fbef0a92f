package dev.tributary.server.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The hub's HTTP faces, as somebody with a token sees them. */
final class HttpFace {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI base;
    private final String token;

    HttpFace(HttpClient client, URI base, String token) {
        this.client = client;
        this.base = base;
        this.token = token;
    }

    /** What came back; any status. */
    record Answer(int status, String body) {

        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The body as JSON; a missing node if it is none. */
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                return JSON.missingNode();
            }
        }
    }

    Answer get(String path) throws IOException {
        return exchange(request(path).GET());
    }

    Answer delete(String path) throws IOException {
        return exchange(request(path).DELETE());
    }

    Answer post(String path, String contentType, String body) throws IOException {
        return exchange(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    /** As {@link #get}, and fails on anything but success: for what the account cannot do without. */
    JsonNode read(String path) throws IOException {
        var answer = get(path);
        if (!answer.ok()) {
            throw new IOException("GET " + path.replaceFirst("\\?.*", "") + " answered " + answer.status());
        }
        return answer.json();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
    }

    private Answer exchange(HttpRequest.Builder request) throws IOException {
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
