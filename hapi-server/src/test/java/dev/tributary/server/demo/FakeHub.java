package dev.tributary.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The hub's faces with ready answers, over real sockets; keeps what it was asked. */
final class FakeHub implements AutoCloseable {

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> overMllp = new CopyOnWriteArrayList<>();
    final List<String> subscriptions = new CopyOnWriteArrayList<>();

    private final AtomicInteger summaries = new AtomicInteger();
    private final HttpServer http;
    private final ServerSocket mllp;

    FakeHub() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for Nagle
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::handle);
        http.start();
        mllp = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var listener = new Thread(this::listen);
        listener.setDaemon(true);
        listener.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    InetSocketAddress mllpAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), mllp.getLocalPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var token = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + token);
            var answer = answer(exchange.getRequestMethod(), exchange.getRequestURI(), body)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private String answer(String method, URI uri, String body) {
        var path = uri.getPath();
        if (path.equals("/fhir/Subscription")) {
            return method.equals("POST") ? created(body) : STALE;
        }
        if (path.startsWith("/fhir/Subscription/")) {
            return "{\"status\":\"active\"}";
        }
        return switch (path) {
            case "/hl7v2" -> "MSH|^~\\&|HUB\rMSA|AA|1\r";
            case "/intake/messages" ->
                uri.getQuery().contains("state=failed")
                        ? PARKED
                        : uri.getQuery().contains("source=hospital") ? LAST : "{\"messages\":[]}";
            case "/intake/summary" -> INTAKE.formatted(summaries.getAndIncrement() < 3 ? 2 : 0);
            case "/notifications/summary" -> "{\"states\":{\"delivered\":40},\"latencyMs\":{\"p50\":12.4,\"p99\":80}}";
            case "/fhir/Patient" -> "{\"entry\":[{\"resource\":{\"id\":\"rosa\"}}]}";
            default -> "{}";
        };
    }

    private String created(String body) {
        subscriptions.add(body);
        return "{\"id\":\"s" + subscriptions.size() + "\"}";
    }

    private void listen() {
        try (var socket = mllp.accept()) {
            while (true) {
                var message = frame(socket);
                overMllp.add(message);
                var code = message.contains("|ADT^") || message.contains("|ORU^") ? "AA" : "AR";
                socket.getOutputStream()
                        .write(("\u000bMSH|^~\\&|HUB\rMSA|" + code + "|1\r\u001c\r").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // the client has hung up
        }
    }

    private static String frame(Socket socket) throws IOException {
        var text = new java.io.ByteArrayOutputStream();
        for (var read = socket.getInputStream().read();
                read != 0x1c;
                read = socket.getInputStream().read()) {
            if (read < 0) {
                throw new java.io.EOFException();
            }
            text.write(read);
        }
        socket.getInputStream().read();
        return text.toString(StandardCharsets.UTF_8).substring(1);
    }

    @Override
    public void close() throws IOException {
        http.stop(0);
        mllp.close();
    }

    private static final String STALE = """
            {"entry":[{"resource":{"id":"old","channel":{"endpoint":"http://127.0.0.1:1/tributary-demo"}}},
                      {"resource":{"id":"other","channel":{"endpoint":"https://ehr.example/notify"}}}]}""";
    private static final String PARKED = """
            {"messages":[{"id":"m-1","source":"hospital","trigger":"ADT^A40","controlId":"H1","state":"failed","reason":"MRG-1 is empty"}]}""";
    private static final String LAST = """
            {"messages":[{"id":"m-2","occurredAt":"2026-10-24T21:00:00Z"},{"id":"m-1","occurredAt":null}]}""";
    private static final String INTAKE = """
            {"sources":[{"source":"hospital","states":{"applied":100,"waiting":%d,"failed":1},"duplicates":1}],
             "sourceRecords":49,"unifiedPatients":25}""";
}
