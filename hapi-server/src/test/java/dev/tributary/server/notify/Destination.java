package dev.tributary.server.notify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another system's MLLP listener: takes everything. */
final class Destination implements AutoCloseable {

    private final ServerSocket server;
    private final List<String> got = new CopyOnWriteArrayList<>();

    Destination() {
        try {
            server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::listen);
    }

    String endpoint() {
        return "mllp://127.0.0.1:" + server.getLocalPort();
    }

    List<String> got() {
        return List.copyOf(got);
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "test-destination");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var message = new ByteArrayOutputStream();
            for (var next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                if (next == 0x0b) {
                    message.reset();
                } else if (next == 0x1c) {
                    var text = message.toString(StandardCharsets.UTF_8);
                    got.add(text);
                    var answer = "\u000bMSH|^~\\&|||||||ACK|1|P|2.5.1\rMSA|AA|" + text.split("\\|")[9] + "\r\u001c\r";
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    socket.getOutputStream().flush();
                } else {
                    message.write(next);
                }
            }
        } catch (IOException e) {
            // The hub hung up.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
