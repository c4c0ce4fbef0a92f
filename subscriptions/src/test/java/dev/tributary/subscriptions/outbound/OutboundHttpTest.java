package dev.tributary.subscriptions.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tributary.subscriptions.outbound.OutboundHttp.Post;
import dev.tributary.subscriptions.outbound.OutboundHttp.Settings;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundHttpTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> open = new ArrayList<>();
    private HttpServer server;
    private OutboundHttp http;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        http = client(EndpointPolicy.of(List.of("http://127.0.0.1:*")), 8);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    private OutboundHttp client(EndpointPolicy policy, int perReceiver) throws Exception {
        OutboundHttp client =
                new OutboundHttp(policy, new Settings(perReceiver, 32, null, SSLContext.getDefault()), threads);
        open.add(client);
        return client;
    }

    private Post post(String path, Duration timeout, int keep) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        Map<String, String> headers = Map.of("Content-Type", "application/fhir+json; fhirVersion=4.0");
        return new Post(uri, headers, "{}".getBytes(StandardCharsets.UTF_8), timeout, keep);
    }

    private static String failureOf(CompletableFuture<OutboundAnswer> answer) throws InterruptedException {
        try {
            return "answered " + answer.get().status();
        } catch (ExecutionException e) {
            return OutboundFailure.describe(e.getCause(), Duration.ofSeconds(1));
        }
    }

    @Test
    void behindAProxy_namesThatLeadToPrivateAddresses_areNotAskedFor() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            proxy.setSoTimeout(200);
            EndpointPolicy policy = new EndpointPolicy(List.of(), host ->
                    new InetAddress[] {InetAddress.getByAddress(host, new byte[] {10, 0, 0, 5})});
            URI through = URI.create("http://127.0.0.1:" + proxy.getLocalPort());
            OutboundHttp client =
                    new OutboundHttp(policy, new Settings(1, 1, through, SSLContext.getDefault()), threads);
            open.add(client);
            Post post = new Post(URI.create("https://rebound.example/x"), Map.of(), new byte[0], TIMEOUT, 0);
            assertThat(failureOf(client.post(post))).contains("cannot be resolved to an address that may be called");
            assertThatThrownBy(proxy::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void contentTypeAndBody_arriveAsTheyAre() throws Exception {
        List<String> seen = new ArrayList<>();
        server.createContext("/a", exchange -> {
            seen.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(503, 3);
            exchange.getResponseBody().write("abc".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        OutboundAnswer answer = http.post(post("/a", TIMEOUT, 2)).get();
        assertThat(seen).containsExactly("application/fhir+json; fhirVersion=4.0", "{}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfterHeader()).isEqualTo("7");
        assertThat(answer.body()).isEqualTo("ab".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        AtomicInteger reached = new AtomicInteger();
        server.createContext("/target", exchange -> {
            reached.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/a", exchange -> {
            exchange.getResponseHeaders().add("Location", "/target");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        assertThat(http.post(post("/a", TIMEOUT, 0)).get().status()).isEqualTo(307);
        assertThat(reached).hasValue(0);
    }

    @Test
    void endlessAnswer_endsWithTheTimeOut() throws Exception {
        server.createContext("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (!Thread.currentThread().isInterrupted()) {
                    body.write(new byte[64 * 1024]);
                    body.flush();
                }
            } catch (IOException e) {
                exchange.close(); // The client hung up.
            }
        });
        assertThat(failureOf(http.post(post("/a", Duration.ofMillis(500), 10)))).contains("did not answer within");
    }

    @Test
    void silence_endsWithTheTimeOut() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            Post post = new Post(uri, Map.of(), new byte[0], Duration.ofMillis(300), 0);
            assertThat(failureOf(http.post(post))).contains("did not answer within");
        }
    }

    @Test
    void resetConnection_isToldApart() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (Socket socket = rude.accept()) {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            URI uri = URI.create("http://127.0.0.1:" + rude.getLocalPort() + "/");
            assertThat(failureOf(http.post(new Post(uri, Map.of(), new byte[1], TIMEOUT, 0))))
                    .contains("broke before it answered");
        }
        URI nobody = URI.create("http://127.0.0.1:1/");
        assertThat(failureOf(http.post(new Post(nobody, Map.of(), new byte[1], TIMEOUT, 0))))
                .contains("could not be reached");
    }

    @Test
    void nameThatLeadsElsewhereByThen_isNotConnectedTo() throws Exception {
        AtomicInteger reached = new AtomicInteger();
        server.createContext("/a", exchange -> {
            reached.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        AtomicInteger asked = new AtomicInteger();
        EndpointPolicy policy = new EndpointPolicy(
                List.of(),
                host -> InetAddress.getAllByName(asked.getAndIncrement() == 0 ? "93.184.215.14" : "127.0.0.1"));
        String endpoint = "https://rebind.example:" + server.getAddress().getPort() + "/a";
        assertThat(policy.refusal(endpoint)).isEmpty();

        Post post = new Post(URI.create(endpoint), Map.of(), new byte[1], TIMEOUT, 0);
        assertThat(failureOf(client(policy, 8).post(post))).contains("address that may be called");
        assertThat(asked).hasValue(2);
        assertThat(reached).hasValue(0);
    }

    @Test
    void connectionsToOneReceiver_areLimited() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.createContext("/a", exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            exchange.getRequestBody().readAllBytes();
            now.decrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        OutboundHttp narrow = client(EndpointPolicy.of(List.of("http://127.0.0.1:*")), 2);
        List<CompletableFuture<OutboundAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(narrow.post(post("/a", TIMEOUT, 0)));
        }
        for (CompletableFuture<OutboundAnswer> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(204);
        }
        assertThat(most.get()).isBetween(1, 2);
    }
}
