package dev.tributary.conformance.scene;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;

/** An endpoint for rest-hook notifications that keeps what it receives and answers as it is told. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String host;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int answer = 200;

    /** One POST: headers by lower-case name, body, and the status that it was answered with. */
    public record Received(Map<String, String> headers, String body, int answered) {

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
        }

        public Notification notification() {
            String media = header("Content-Type").orElse("");
            return new Notification(Fhir.parser(media).parseResource(Bundle.class, body), body);
        }
    }

    private Receiver(HttpServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /** Listens on a free port: on the loopback address if the host is one, else on every address. */
    static Receiver start(String host) {
        try {
            var address = InetAddress.getByName(host).isLoopbackAddress()
                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                    : new InetSocketAddress(0);
            Receiver receiver = new Receiver(HttpServer.create(address, 50), host);
            receiver.server.createContext("/", receiver::handle);
            receiver.server.setExecutor(receiver.threads);
            receiver.server.start();
            return receiver;
        } catch (UnknownHostException e) {
            throw new Unreachable("receiver host " + host + " is unknown", e);
        } catch (IOException e) {
            throw new Unreachable("cannot start a receiver of notifications", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            e -> e.getKey().toLowerCase(java.util.Locale.ROOT), e -> String.join(",", e.getValue())));
            int status = answer;
            received.add(new Received(headers, body, status));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** The URL that a Subscription names as its endpoint. */
    public String endpoint() {
        return "http://" + host + ":" + server.getAddress().getPort() + "/notify";
    }

    /** From now on every POST is answered with this status. */
    public void answerWith(int status) {
        answer = status;
    }

    /** Everything received, whatever it was answered. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** The event notifications that were answered 2xx. */
    public List<Notification> events() {
        return accepted().filter(Notification::isEvent).toList();
    }

    private Stream<Notification> accepted() {
        return received.stream().filter(r -> r.answered() / 100 == 2).map(Received::notification);
    }

    /** The first handshake received, whatever it was answered. */
    public Received handshake() {
        return received.stream()
                .filter(r -> r.notification().type().equals("handshake"))
                .findFirst()
                .orElseThrow(() -> new Unmet("no handshake has reached the subscriber's endpoint"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
