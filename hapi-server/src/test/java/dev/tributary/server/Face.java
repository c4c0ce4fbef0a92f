package dev.tributary.server;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The hub over HTTP as one client sees it. Paths start with a slash, at the hub's root. */
public final class Face {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final @Nullable String token;

    Face(URI base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, null, headers);
    }

    public Answer post(String path) {
        return send("POST", path, null, null);
    }

    public Answer post(String path, IBaseResource body, String... headers) {
        return send("POST", path, "application/fhir+json", json(body), headers);
    }

    public Answer put(String path, IBaseResource body, String... headers) {
        return send("PUT", path, "application/fhir+json", json(body), headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    /** HL7 v2 in, acknowledgement out. */
    public Answer hl7v2(V2 message) {
        return send("POST", "/hl7v2", "application/hl7-v2", message.text());
    }

    public Answer send(String method, String path, @Nullable String type, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(method + " " + path, response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All matches of a FHIR search on one page, {@code Encounter?identifier=…}. */
    public <T extends Resource> List<T> search(Class<T> type, String query) {
        var bundle = get("/fhir/" + type.getSimpleName() + "?_count=200&" + query)
                .expect(200)
                .as(Bundle.class);
        var found = new ArrayList<T>();
        bundle.getEntry().forEach(entry -> found.add(type.cast(entry.getResource())));
        return found;
    }

    /** The only match. */
    public <T extends Resource> T one(Class<T> type, String query) {
        var found = search(type, query);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " matches of " + type.getSimpleName() + "?" + query);
        }
        return found.get(0);
    }

    /** {@code identifier=system|value}, encoded. */
    public static String identifier(String system, String value) {
        return "identifier=" + URLEncoder.encode(system + "|" + value, StandardCharsets.UTF_8);
    }

    private static String json(IBaseResource resource) {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
    }
}
