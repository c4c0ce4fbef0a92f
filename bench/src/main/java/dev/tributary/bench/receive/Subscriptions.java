package dev.tributary.bench.receive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.bench.http.HttpFace;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Registers subscriptions as one subscriber; {@code http} is its view of the FHIR base. */
public final class Subscriptions {

    private static final String TOPIC = "https://tributary.dev/fhir/SubscriptionTopic/";
    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpFace http;

    public Subscriptions(HttpFace fhir) {
        this.http = fhir;
    }

    /**
     * A <a href="https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/">Backport</a> subscription on R4, its payload
     * with full resources.
     *
     * @param topic the last part of the hub's topic, {@code encounter-start}
     * @param filter a criteria filter such as {@code Encounter?patient=Patient/1}; empty for none
     * @return the subscription's id
     */
    public String backport(String topic, String filter, URI endpoint) throws IOException {
        var subscription = subscription(TOPIC + topic, endpoint);
        subscription.putObject("meta").putArray("profile").add(BACKPORT + "subscription");
        ((ObjectNode) subscription.path("channel"))
                .putObject("_payload")
                .putArray("extension")
                .addObject()
                .put("url", BACKPORT + "payload-content")
                .put("valueCode", "full-resource");
        if (!filter.isEmpty()) {
            subscription
                    .putObject("_criteria")
                    .putArray("extension")
                    .addObject()
                    .put("url", BACKPORT + "filter-criteria")
                    .put("valueString", filter);
        }
        return register(subscription);
    }

    /** An R4 <a href="https://hl7.org/fhir/R4/subscription.html">rest-hook</a> subscription by search criteria. */
    public String restHook(String criteria, URI endpoint) throws IOException {
        return register(subscription(criteria, endpoint));
    }

    /** Waits for the handshake to be over. @throws IllegalStateException if it is not active in time */
    public void awaitActive(String id, Duration within) throws IOException, InterruptedException {
        var until = System.nanoTime() + within.toNanos();
        while (true) {
            var status = http.get("/Subscription/" + id)
                    .orThrow("GET Subscription")
                    .json()
                    .path("status")
                    .asText();
            if (status.equals("active")) {
                return;
            }
            if (status.equals("error") || System.nanoTime() > until) {
                throw new IllegalStateException("Subscription " + id + " is '" + status + "' and not active. The hub "
                        + "sends to this machine only if HUB_NOTIFY_ALLOW permits it: http://127.0.0.1:*");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** How many events the server says the subscription has had. */
    public long eventCount(String id) throws IOException {
        var answer = http.get("/Subscription/" + id + "/$status")
                .orThrow("GET $status")
                .json();
        for (var parameter : answer.at("/entry/0/resource/parameter")) {
            if (parameter.path("name").asText().equals("events-since-subscription-start")) {
                return Long.parseLong(parameter.path("valueString").asText("0"));
            }
        }
        return 0;
    }

    /** Ends it: whoever listens no longer must not cost the next run anything. */
    public void remove(String id) throws IOException {
        http.delete("/Subscription/" + id).orThrow("DELETE Subscription");
    }

    private static ObjectNode subscription(String criteria, URI endpoint) {
        var subscription = JSON.createObjectNode()
                .put("resourceType", "Subscription")
                .put("status", "requested")
                .put("reason", "bench")
                .put("criteria", criteria);
        subscription
                .putObject("channel")
                .put("type", "rest-hook")
                .put("endpoint", endpoint.toString())
                .put("payload", "application/fhir+json");
        return subscription;
    }

    private String register(ObjectNode subscription) throws IOException {
        var answer = http.postFhir("/Subscription", subscription.toString()).orThrow("POST Subscription");
        var id = answer.json().path("id").asText();
        return id.isEmpty() ? NotificationReader.relative(answer.location()).replace("Subscription/", "") : id;
    }
}
