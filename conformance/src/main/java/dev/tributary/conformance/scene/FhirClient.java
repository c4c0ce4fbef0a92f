package dev.tributary.conformance.scene;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Speaks FHIR over HTTP to the target in one role's name. Paths are relative to the FHIR base. */
public final class FhirClient {
    private static final int MOST_PAGES = 50;

    private final Target target;
    private final Optional<String> token;
    private final Consumer<Exchange> record;

    FhirClient(Target target, Optional<String> token, Consumer<Exchange> record) {
        this.target = target;
        this.token = token;
        this.record = record;
    }

    /** A request to be completed with headers and a body; the answer is whatever the target says. */
    public final class Request {
        private final String method;
        private final String url;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private byte @Nullable [] body;

        private Request(String method, String url) {
            this.method = method;
            this.url = url;
            headers.put("Accept", Fhir.JSON);
            // Some servers answer a repeated search from a cache for a minute.
            headers.put("Cache-Control", "no-cache");
            token.ifPresent(t -> headers.put("Authorization", "Bearer " + t));
        }

        public Request header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        public Request accept(String mediaType) {
            return header("Accept", mediaType);
        }

        public Request body(String contentType, byte[] bytes) {
            headers.put("Content-Type", contentType);
            body = bytes.clone();
            return this;
        }

        public Request body(String contentType, String text) {
            return body(contentType, text.getBytes(StandardCharsets.UTF_8));
        }

        public Request body(Resource resource) {
            return body(Fhir.JSON, Fhir.json(resource));
        }

        public Answer send() {
            return Wire.send(method, url, headers, body, record);
        }
    }

    public Request request(String method, String path) {
        return new Request(method, url(path));
    }

    /** Anywhere on the target's server, such as {@code /intake/messages}. */
    public Request atRoot(String method, String path) {
        return new Request(method, target.root() + path);
    }

    public Request at(String method, String url) {
        return new Request(method, url);
    }

    private String url(String path) {
        if (path.startsWith("http")) {
            Expect.that(
                    path.startsWith(target.root())
                            || path.startsWith(target.fhir().toString()),
                    "a link leads away from the server under test: " + path);
            return path;
        }
        return path.isEmpty() ? target.fhir().toString() : target.fhir() + "/" + path;
    }

    public Answer get(String path) {
        return request("GET", path).send();
    }

    public Answer delete(String path) {
        return request("DELETE", path).send();
    }

    public Answer create(Resource resource) {
        return request("POST", resource.fhirType()).body(resource).send();
    }

    /** Update or create at the resource's own id. */
    public Answer put(Resource resource) {
        return request(
                        "PUT",
                        resource.fhirType() + "/" + resource.getIdElement().getIdPart())
                .body(resource)
                .send();
    }

    /** A transaction or batch. */
    public Answer submit(Bundle bundle) {
        return request("POST", "").body(bundle).send();
    }

    /** The first page of a search, which must succeed. */
    public Bundle search(String query) {
        return get(query).expect(200).as(Bundle.class);
    }

    /** All matches over all pages, at most 50 of them. */
    public <T extends Resource> List<T> all(String query, Class<T> type) {
        var found = new java.util.ArrayList<T>();
        Bundle page = search(query);
        for (int i = 0; i < MOST_PAGES; i++) {
            found.addAll(Fhir.in(page, type));
            if (page.getLink("next") == null) {
                return found;
            }
            page = search(page.getLink("next").getUrl());
        }
        throw new Unmet(query + ": more than " + MOST_PAGES + " pages");
    }

    /** The one match of a search by business identifier; anything but one match is unmet. */
    public <T extends Resource> T one(Class<T> type, String query) {
        List<T> found = all(query, type);
        Expect.that(found.size() == 1, query + ": expected one match, got " + found.size());
        return found.get(0);
    }

    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
