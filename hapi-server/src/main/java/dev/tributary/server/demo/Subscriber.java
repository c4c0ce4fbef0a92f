package dev.tributary.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Registers <a href="https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/">Backport subscriptions</a> to every topic of the hub. */
final class Subscriber {

    private static final String TOPICS = "https://tributary.dev/fhir/SubscriptionTopic/";
    private static final String BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    private static final String FHIR_JSON = "application/fhir+json";
    private static final String WHOLE = "discharge";
    private static final List<String> TOPIC_NAMES =
            List.of("encounter-start", "admission", "transfer", WHOLE, "encounter-cancelled", "encounter-corrected");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpFace hub;

    Subscriber(HttpFace hub) {
        this.hub = hub;
    }

    /**
     * One subscription per topic, with the whole resources for discharges and their ids for the rest; those that an earlier demo left
     * behind, whose receiver is gone, are removed. Returns the ids by topic name when all are active; throws if one does not get there.
     */
    Map<String, String> subscribe(URI endpoint, Duration limit) throws IOException {
        removeStale();
        var ids = new LinkedHashMap<String, String>();
        for (var topic : TOPIC_NAMES) {
            ids.put(topic, create(topic, endpoint));
        }
        for (var entry : ids.entrySet()) {
            awaitActive(entry.getKey(), entry.getValue(), limit);
        }
        return ids;
    }

    private void removeStale() throws IOException {
        var found = hub.get("/fhir/Subscription?_count=200");
        for (var entry : found.json().path("entry")) {
            var subscription = entry.path("resource");
            if (subscription.path("channel").path("endpoint").asText().endsWith(Receiver.PATH)) {
                hub.delete("/fhir/Subscription/" + subscription.path("id").asText());
            }
        }
    }

    private String create(String topic, URI endpoint) throws IOException {
        var answer = hub.post("/fhir/Subscription", FHIR_JSON, subscription(topic, endpoint));
        var id = answer.json().path("id").asText();
        if (!answer.ok() || id.isEmpty()) {
            throw new IOException("the subscription to " + topic + " was refused with " + answer.status()
                    + Outcomes.diagnostics(answer.json()));
        }
        return id;
    }

    private void awaitActive(String topic, String id, Duration limit) throws IOException {
        var end = System.nanoTime() + limit.toNanos();
        JsonNode subscription;
        do {
            subscription = hub.read("/fhir/Subscription/" + id);
            if (subscription.path("status").asText().equals("active")) {
                return;
            }
            Pause.of(Duration.ofMillis(100));
        } while (System.nanoTime() < end
                && !subscription.path("status").asText().equals("error"));
        throw new IOException("the subscription to " + topic + " is "
                + subscription.path("status").asText() + " instead of active: "
                + subscription.path("error").asText("no reason given"));
    }

    private static String subscription(String topic, URI endpoint) {
        var content = topic.equals(WHOLE) ? "full-resource" : "id-only";
        var subscription = JSON.createObjectNode()
                .put("resourceType", "Subscription")
                .put("status", "requested")
                .put("reason", "The demo follows what happens")
                .put("criteria", TOPICS + topic);
        subscription.putObject("meta").putArray("profile").add(BACKPORT + "backport-subscription");
        var channel = subscription
                .putObject("channel")
                .put("type", "rest-hook")
                .put("endpoint", endpoint.toString())
                .put("payload", FHIR_JSON);
        channel.putObject("_payload")
                .putArray("extension")
                .addObject()
                .put("url", BACKPORT + "backport-payload-content")
                .put("valueCode", content);
        return subscription.toString();
    }
}
