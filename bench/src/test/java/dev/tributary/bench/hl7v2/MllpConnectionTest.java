package dev.tributary.bench.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MllpConnectionTest {

    /** A listener that reads one frame and answers with {@code answer}, byte by byte. */
    private static String exchange(ServerSocket listener, String answer) {
        try (var socket = listener.accept()) {
            var frame = new StringBuilder();
            for (int b = socket.getInputStream().read();
                    b != 0x1C;
                    b = socket.getInputStream().read()) {
                frame.append((char) b);
            }
            for (var b : answer.getBytes(StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
            return frame.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aMessage_isFramedAndItsAcknowledgementRead() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var received =
                    CompletableFuture.supplyAsync(() -> exchange(listener, "\u000bMSH|^~\\&|\rMSA|AA|c1\r\u001c\r"));
            try (var connection = open(listener)) {
                assertThat(connection.send("MSH|^~\\&|X\r")).isEqualTo(new Ack("AA", "c1"));
            }
            assertThat(received.get()).isEqualTo("\u000bMSH|^~\\&|X\r");
        }
    }

    @Test
    void aConnectionThatEndsBeforeTheAcknowledgement_isAnError() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> exchange(listener, "\u000bMSH|half"));
            try (var connection = open(listener)) {
                assertThatThrownBy(() -> connection.send("MSH|^~\\&|X\r")).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void acks_areAcceptedByCodeOnly() {
        assertThat(Ack.of("MSH|x\rMSA|AE|c1|bad\r").isAccepted()).isFalse();
        assertThat(Ack.of("MSH|x\nMSA|CA|c1\n").isAccepted()).isTrue();
        assertThat(Ack.of("not HL7")).isEqualTo(new Ack("", ""));
    }

    private static MllpConnection open(ServerSocket listener) throws IOException {
        return MllpConnection.open(new InetSocketAddress("127.0.0.1", listener.getLocalPort()), Duration.ofSeconds(5));
    }
}
