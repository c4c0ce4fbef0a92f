package dev.tributary.subscriptions;

import ca.uhn.fhir.context.FhirContext;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;

/** A subscriber's endpoint on the loopback: every path is one, answers what it is told to, and keeps what it got. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FhirContext fhir;
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Map<String, String> answerHeaders = new ConcurrentHashMap<>();
    private volatile Judge judge = (received, usual) -> usual;
    private final List<Received> all = new CopyOnWriteArrayList<>();

    record Received(String path, Headers headers, String body, Bundle bundle, int answer, Instant at) {

        Parameters status() {
            return (Parameters) bundle.getEntryFirstRep().getResource();
        }

        String type() {
            return status().getParameter("type").getValue().primitiveValue();
        }

        List<Integer> numbers() {
            return status().getParameter().stream()
                    .filter(p -> p.getName().equals("notification-event"))
                    .map(p -> Integer.valueOf(p.getPartFirstRep().getValue().primitiveValue()))
                    .toList();
        }
    }

    Receiver(FhirContext fhir) {
        this.fhir = fhir;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Bundle bundle = body.startsWith("<")
                    ? fhir.newXmlParser().parseResource(Bundle.class, body)
                    : fhir.newJsonParser().parseResource(Bundle.class, body);
            int status = statuses.getOrDefault(path, 200);
            all.add(new Received(path, exchange.getRequestHeaders(), body, bundle, status, Instant.now()));
            CountDownLatch gate = gates.get(path);
            if (gate != null && !"handshake".equals(all.get(all.size() - 1).type())) {
                gate.await();
            }
            answerHeaders.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(judge.answer(all.get(all.size() - 1), status), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on the answer depends on what came. */
    void judge(Judge other) {
        judge = other;
    }

    /** Decides the answer to a notification that would be answered {@code usual}. */
    @FunctionalInterface
    interface Judge {
        int answer(Received received, int usual);
    }

    /** From now on every answer has this header. */
    void header(String name, String value) {
        answerHeaders.put(name, value);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void answer(String path, int status) {
        statuses.put(path, status);
    }

    /** From now on notifications to this path get no answer until the gate is opened. */
    CountDownLatch hold(String path) {
        CountDownLatch gate = new CountDownLatch(1);
        gates.put(path, gate);
        return gate;
    }

    void release(String path) {
        gates.remove(path).countDown();
    }

    List<Received> got(String path) {
        return all.stream().filter(r -> r.path().equals(path)).toList();
    }

    /** Numbers of the events that the endpoint answered with 2xx, in the order of arrival. */
    List<Integer> numbers(String path) {
        return got(path).stream()
                .filter(r -> r.answer() == 200)
                .flatMap(r -> r.numbers().stream())
                .toList();
    }

    @Override
    public void close() {
        gates.values().forEach(CountDownLatch::countDown);
        server.stop(0);
        threads.shutdownNow();
    }
}
