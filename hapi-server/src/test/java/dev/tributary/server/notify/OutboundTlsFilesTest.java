package dev.tributary.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.tributary.server.feeds.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hub.notify.tls}: PEM files in, a receiver that wants to see a certificate is reached. */
class OutboundTlsFilesTest {

    @TempDir
    private Path folder;

    @Test
    void trustAndCertificate_areReadFromFiles() throws Exception {
        var hub = TestCertificate.make(folder, "hub");
        var receiver = TestCertificate.make(folder, "receiver");
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var asReceiver = new TlsProperties(hub.certificate(), receiver.certificate(), receiver.key(), null);
        server.setHttpsConfigurator(new HttpsConfigurator(OutboundTls.of(asReceiver)) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            var url = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
            var asHub = new TlsProperties(receiver.certificate(), hub.certificate(), hub.key(), null);
            assertThat(get(OutboundTls.of(asHub), url)).isEqualTo(204);
            var stranger = OutboundTls.of(new TlsProperties(null, null, null, null));
            assertThatExceptionOfType(SSLException.class).isThrownBy(() -> get(stranger, url));
        } finally {
            server.stop(0);
        }
    }

    private static int get(SSLContext tls, URI url) throws Exception {
        var client = HttpClient.newBuilder().sslContext(tls).build();
        return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void missingFile_isNamedWithItsKey() {
        var missing = new TlsProperties(folder.resolve("nothing.pem"), null, null, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutboundTls.of(missing))
                .withMessageContaining("hub.notify.tls.trust")
                .withMessageContaining("nothing.pem");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsProperties(null, folder.resolve("a.pem"), null, null))
                .withMessageContaining("belong together");
    }
}
