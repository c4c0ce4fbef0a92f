package dev.tributary.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.tributary.server.feeds.TestCertificate;
import dev.tributary.subscriptions.outbound.OutboundFailure;
import dev.tributary.subscriptions.outbound.OutboundHttp;
import dev.tributary.subscriptions.outbound.OutboundHttp.Post;
import dev.tributary.subscriptions.outbound.OutboundHttp.Settings;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is believed to be an endpoint, and whom the hub shows itself to be. */
class OutboundTlsTest {

    @TempDir
    static Path folder;

    private static final ExecutorService threads = Executors.newCachedThreadPool();
    private static TestCertificate hub;
    private static TestCertificate receiver;
    private static TestCertificate elsewhere;
    private static HttpsServer mutual;
    private static HttpsServer misnamed;

    @BeforeAll
    static void start() throws Exception {
        hub = TestCertificate.make(folder, "hub", "dns:hub.example");
        receiver = TestCertificate.make(folder, "receiver", "ip:127.0.0.1");
        elsewhere = TestCertificate.make(folder, "elsewhere", "dns:elsewhere.example");
        mutual = server(showing(receiver, hub), true);
        misnamed = server(showing(elsewhere, hub), false);
    }

    private static SSLContext showing(TestCertificate own, TestCertificate trusted) {
        return OutboundTls.of(new TlsProperties(trusted.certificate(), own.certificate(), own.key(), null));
    }

    @AfterAll
    static void stop() {
        mutual.stop(0);
        misnamed.stop(0);
        threads.shutdownNow();
    }

    private static HttpsServer server(SSLContext tls, boolean wantsCertificate) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(wantsCertificate);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
        return server;
    }

    private static String answer(HttpsServer server, SSLContext tls) throws Exception {
        EndpointPolicy policy = EndpointPolicy.of(List.of("https://127.0.0.1:*"));
        try (OutboundHttp http = new OutboundHttp(policy, new Settings(2, 4, null, tls), threads)) {
            URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
            return "HTTP "
                    + http.post(new Post(uri, Map.of(), new byte[1], Duration.ofSeconds(5), 0))
                            .get()
                            .status();
        } catch (ExecutionException e) {
            return OutboundFailure.describe(e.getCause(), Duration.ofSeconds(5));
        }
    }

    @Test
    @DisplayName("SB-02: a certificate of a named authority is taken, and the hub's own is shown")
    void customAuthorityAndClientCertificate_areUsed() throws Exception {
        assertThat(answer(mutual, showing(hub, receiver))).isEqualTo("HTTP 200");
    }

    @Test
    void unknownAuthority_isRefused() throws Exception {
        assertThat(answer(mutual, SSLContext.getDefault())).contains("TLS certificate");
    }

    @Test
    void missingClientCertificate_isRefused() throws Exception {
        assertThat(answer(mutual, OutboundTls.of(new TlsProperties(receiver.certificate(), null, null, null))))
                .doesNotContain("HTTP 200");
    }

    @Test
    void certificateOfAnotherName_isRefused() throws Exception {
        assertThat(answer(misnamed, OutboundTls.of(new TlsProperties(elsewhere.certificate(), null, null, null))))
                .contains("TLS certificate");
    }
}
