package dev.tributary.subscriptions.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.tributary.subscriptions.outbound.OutboundHttp.Settings;
import dev.tributary.subscriptions.outbound.ReceiverTokens.Credentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiverTokensTest {

    private static final URI ENDPOINT = URI.create("https://receiver.example/fhir/notify");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private volatile int status = 200;
    private HttpServer server;
    private OutboundHttp http;
    private ReceiverTokens tokens;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            String basic =
                    exchange.getRequestHeaders().getFirst("Authorization").substring("Basic ".length());
            asked.add(new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8) + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = ("{\"access_token\":\"t" + asked.size() + "\",\"token_type\":\"bearer\",\"expires_in\":300}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
        http = OutboundHttp.trusting(new Settings(2, 4, null, SSLContext.getDefault()), threads);
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
        tokens = new ReceiverTokens(
                List.of(new Credentials(
                        EndpointPrefix.parse("https://receiver.example/fhir"),
                        Set.of("care"),
                        url,
                        "hub id",
                        "s:1",
                        "system/*.c")),
                http,
                () -> now);
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private Optional<String> token() throws Exception {
        return tokens.token(ENDPOINT, "care").get();
    }

    @Test
    void token_isFetchedOnceAndKeptUntilShortlyBeforeItsEnd() throws Exception {
        CompletableFuture<Optional<String>> one = tokens.token(ENDPOINT, "care");
        CompletableFuture<Optional<String>> two = tokens.token(ENDPOINT, "care");
        assertThat(one.get()).contains("t1");
        assertThat(two.get()).contains("t1");
        assertThat(asked).containsExactly("hub+id:s%3A1 grant_type=client_credentials&scope=system%2F*.c");

        now = now.plusSeconds(269);
        assertThat(token()).contains("t1");
        now = now.plus(Duration.ofSeconds(1));
        assertThat(token()).contains("t2");
    }

    @Test
    void refusedToken_isReplacedOnce() throws Exception {
        assertThat(token()).contains("t1");
        tokens.refused(ENDPOINT, "care", "t1");
        assertThat(token()).contains("t2");
        tokens.refused(ENDPOINT, "care", "t1");
        assertThat(token()).contains("t2");
    }

    @Test
    void otherEndpointsAndOtherClients_getNone() throws Exception {
        assertThat(tokens.token(URI.create("https://receiver.example.org/fhir/x"), "care")
                        .get())
                .isEmpty();
        assertThat(tokens.token(URI.create("https://receiver.example/fhirs"), "care")
                        .get())
                .isEmpty();
        assertThat(tokens.token(URI.create("https://receiver.example/fhir/../x"), "care")
                        .get())
                .isEmpty();
        assertThat(tokens.token(URI.create("http://receiver.example/fhir"), "care")
                        .get())
                .isEmpty();
        assertThat(tokens.token(ENDPOINT, "stranger").get()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void refusingTokenServer_isAskedAgainNextTime() throws Exception {
        status = 401;
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(this::token);
        status = 200;
        assertThat(token()).contains("t2");
    }
}
