package dev.tributary.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Receives <a href="https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/notifications.html">notification bundles</a> on a port of
 * its own and answers 200. Counts each event number of a subscription once, however often it comes.
 */
final class Receiver implements AutoCloseable {

    static final String PATH = "/tributary-demo";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(2, task -> {
        var thread = new Thread(task, "demo-receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<String> events = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger handshakes = new AtomicInteger();

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PATH, this::receive);
        server.setExecutor(workers);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /** Different events received so far. */
    int received() {
        return events.size();
    }

    /** How many events came again with a number that had already come. */
    int repeated() {
        return repeated.get();
    }

    int handshakes() {
        return handshakes.get();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var bundle = JSON.readTree(exchange.getRequestBody());
            note(bundle.path("entry").path(0).path("resource"));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** R4 says the status as Parameters, R4B as SubscriptionStatus. */
    private void note(JsonNode status) {
        var type = value(status, "type");
        if (type.equals("handshake")) {
            handshakes.incrementAndGet();
        }
        var subscription = value(status, "subscription");
        for (var parameter : status.path("parameter")) {
            if (parameter.path("name").asText().equals("notification-event")) {
                count(subscription, number(parameter.path("part")));
            }
        }
        for (var event : status.path("notificationEvent")) {
            count(subscription, event.path("eventNumber").asText());
        }
    }

    private void count(String subscription, String number) {
        if (!events.add(subscription + "#" + number)) {
            repeated.incrementAndGet();
        }
    }

    private static String value(JsonNode status, String name) {
        for (var parameter : status.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return text(parameter);
            }
        }
        var field = status.path(name);
        return field.isObject() ? field.path("reference").asText() : field.asText();
    }

    private static String number(JsonNode parts) {
        for (var part : parts) {
            if (part.path("name").asText().equals("event-number")) {
                return text(part);
            }
        }
        return "";
    }

    private static String text(JsonNode parameter) {
        for (var field : parameter.properties()) {
            if (field.getKey().startsWith("value")) {
                var value = field.getValue();
                return value.isObject() ? value.path("reference").asText() : value.asText();
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
