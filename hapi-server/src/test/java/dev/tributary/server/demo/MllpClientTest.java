package dev.tributary.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** V2-02: framing and acknowledgement of the minimal lower layer protocol. */
class MllpClientTest {

    private final List<String> received = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    private interface Conversation {
        void hold(InputStream in, OutputStream out) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void severalMessages_goOverOneConnection() throws IOException {
        serve((in, out) -> {
            for (var i = 1; i <= 2; i++) {
                received.add(frame(in));
                out.write(("\u000bMSH|ack\rMSA|AA|" + i + "\r\u001c\r").getBytes(StandardCharsets.UTF_8));
            }
        });
        try (var client = client(Duration.ofSeconds(5))) {
            assertThat(client.send("MSH|one|Tomás\r")).isEqualTo("MSH|ack\rMSA|AA|1\r");
            assertThat(client.send("MSH|two\r")).contains("MSA|AA|2");
        }
        assertThat(received).containsExactly("MSH|one|Tomás\r", "MSH|two\r");
    }

    @Test
    void aConnectionThatWasClosed_isOpenedAgain() throws IOException {
        serve((in, out) -> {
            received.add(frame(in));
            out.write("\u000bMSA|AA|1\r\u001c\r".getBytes(StandardCharsets.UTF_8));
        });
        try (var client = client(Duration.ofSeconds(5))) {
            client.send("MSH|one\r");
            assertThat(client.send("MSH|two\r")).startsWith("MSA|AA");
        }
        assertThat(received).containsExactly("MSH|one\r", "MSH|two\r");
    }

    @Test
    void silence_isAFailureAfterTheTimeout() throws IOException {
        try (var client = client(Duration.ofMillis(200))) {
            assertThatThrownBy(() -> client.send("MSH|one\r")).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void acknowledgementCode_isReadFromMsa() {
        assertThat(Player.acknowledgement("MSH|^~\\&|HUB\rMSA|AE|17\rERR||PID^1\r"))
                .isEqualTo("AE");
        assertThat(Player.acknowledgement("<html>")).isEmpty();
    }

    private MllpClient client(Duration timeout) {
        return new MllpClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), timeout);
    }

    private void serve(Conversation conversation) {
        var thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    conversation.hold(socket.getInputStream(), socket.getOutputStream());
                } catch (IOException e) {
                    // the test closes the server
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static String frame(InputStream in) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        for (var read = in.read(); read != 0x1c; read = in.read()) {
            if (read < 0) {
                throw new java.io.EOFException();
            }
            if (read != 0x0b) {
                bytes.write(read);
            }
        }
        in.read();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
