package dev.tributary.server.feeds;

import static dev.tributary.server.feeds.TestSources.acknowledgement;
import static dev.tributary.server.feeds.TestSources.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.server.sources.Source.Tls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MllpTlsTest {

    @TempDir
    static Path folder;

    private static TestCertificate hub;
    private static TestCertificate sender;

    private MllpFeed feed;

    @BeforeAll
    static void certificates() throws Exception {
        hub = TestCertificate.make(folder, "hub");
        sender = TestCertificate.make(folder, "sender");
    }

    @AfterEach
    void stop() {
        if (feed != null) {
            feed.stop();
        }
    }

    @Test
    void tls_carriesMessages() throws Exception {
        start(new Tls(hub.certificate(), hub.key(), null));

        try (var connection = connect(null)) {
            assertThat(connection.frame(message("M1")).frame(message("M2")).acknowledgement())
                    .isEqualTo("AA|M1");
            assertThat(connection.acknowledgement()).isEqualTo("AA|M2");
        }
    }

    @Test
    void clientAuthority_letsOnlyItsSendersIn() throws Exception {
        start(new Tls(hub.certificate(), hub.key(), sender.certificate()));

        try (var connection = connect(sender)) {
            assertThat(connection.frame(message("M1")).acknowledgement()).isEqualTo("AA|M1");
        }
        assertThatThrownBy(() -> send(hub)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send(null)).isInstanceOf(IOException.class);
    }

    @Test
    void plainSender_isNotUnderstood() throws Exception {
        start(new Tls(hub.certificate(), hub.key(), null));

        try (var plain = MllpSender.to(feed.port("hospital").orElseThrow())) {
            plain.frame(message("M1"));
            assertThatThrownBy(() -> assertThat(plain.acknowledgement()).startsWith("AA"))
                    .isInstanceOfAny(IOException.class, AssertionError.class);
        }
    }

    @Test
    void keyThatIsNoKey_isOneLineThatSaysWhatToDo() throws Exception {
        var nonsense = Files.writeString(folder.resolve("nonsense.key"), "nonsense");

        assertThatThrownBy(() -> start(new Tls(hub.certificate(), nonsense, null)))
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("Source hospital: feeds.mllp.tls cannot be used");
    }

    private void send(TestCertificate own) throws Exception {
        try (var connection = connect(own)) {
            var answer = connection.frame(message("M1")).acknowledgement();
            if (answer.equals("closed")) {
                throw new IOException("closed");
            }
        }
    }

    private void start(Tls tls) {
        feed = new MllpFeed(
                List.of(TestSources.mllp("hospital", 0, Set.of(), tls)),
                (source, raw, via) -> Optional.of(acknowledgement(raw, "AA", source)),
                TestSources.settings(),
                InstantSource.system(),
                new SimpleMeterRegistry());
        feed.start();
    }

    private MllpSender connect(TestCertificate own) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(hub.keyStore());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own == null ? null : own.keyStore(), TestCertificate.PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return new MllpSender(context.getSocketFactory()
                .createSocket("127.0.0.1", feed.port("hospital").orElseThrow()));
    }
}
