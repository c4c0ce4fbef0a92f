package dev.tributary.bench.receive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A subscriber's endpoint on a free loopback port: answers every request 200 and keeps what came. The time of arrival is
 * taken before anything is parsed.
 */
public final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService answering = Executors.newFixedThreadPool(16, Receiver::daemon);
    private final ExecutorService reading = Executors.newSingleThreadExecutor(Receiver::daemon);
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final AtomicLong requests = new AtomicLong();

    private Receiver(HttpServer server) {
        this.server = server;
    }

    public static Receiver start() throws IOException {
        var receiver =
                new Receiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000));
        receiver.server.createContext("/s/", receiver::receive);
        receiver.server.setExecutor(receiver.answering);
        receiver.server.start();
        return receiver;
    }

    /** Where a subscription of this name sends its notifications. */
    public URI endpoint(String subscription) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/s/" + subscription);
    }

    /** All events delivered so far, in the order of their reading. */
    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** Requests received so far, handshakes and heartbeats among them. */
    public long requests() {
        return requests.get();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var nanos = System.nanoTime();
            var at = Instant.now();
            var subscription = exchange.getRequestURI().getPath().split("/")[2];
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            reading.execute(() -> keep(subscription, body, nanos, at));
        }
    }

    private void keep(String subscription, String body, long nanos, Instant at) {
        for (var event : NotificationReader.events(body)) {
            deliveries.add(new Delivery(subscription, event.number(), event.focus(), body, nanos, at));
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        server.stop(0);
        answering.shutdownNow();
        reading.shutdownNow();
    }
}
