package dev.tributary.subscriptions.hl7v2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Listens for MLLP and answers as it is told; null is silence. */
public final class Destination implements AutoCloseable {

    private final ServerSocket server;
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Function<String, String> answer = message -> acknowledge(message, "AA");

    public Destination() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        start(this::listen);
    }

    public String url() {
        return "mllp://127.0.0.1:" + server.getLocalPort();
    }

    /** Every message so far, as it came. */
    public List<String> got() {
        return List.copyOf(got);
    }

    public List<String> controlIds() {
        return got.stream().map(Destination::controlId).toList();
    }

    public void answer(Function<String, String> with) {
        answer = with;
    }

    /** Hangs up on whoever is connected. */
    public void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    public static String controlId(String message) {
        return message.split("\\|")[9];
    }

    public static String acknowledge(String message, String code) {
        return "MSH|^~\\&|||||20260305||ACK|1|P|2.5.1\rMSA|" + code + "|" + controlId(message) + "\r";
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-mllp");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            int next;
            while ((next = socket.getInputStream().read()) >= 0) {
                if (next == 0x0b) {
                    message.reset();
                } else if (next == 0x1c) {
                    String text = message.toString(StandardCharsets.UTF_8);
                    got.add(text);
                    reply(socket, answer.apply(text));
                } else {
                    message.write(next);
                }
            }
        } catch (IOException e) {
            // The other side hung up.
        }
    }

    private static void reply(Socket socket, String answer) throws IOException {
        if (answer != null) {
            socket.getOutputStream().write(("\u000b" + answer + "\u001c\r").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }
}
