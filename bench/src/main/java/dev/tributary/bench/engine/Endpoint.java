package dev.tributary.bench.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A subscriber's endpoint with a port of its own, as cheap as can be, that behaves as badly as it is told. */
final class Endpoint implements AutoCloseable {

    private static final byte[] OK = answer("200 OK");
    private static final byte[] UNAVAILABLE = answer("503 Service Unavailable");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length:\\s*(\\d+)");
    private static final Pattern NUMBER =
            Pattern.compile("\"event-number\"\\s*,\\s*\"valueString\"\\s*:\\s*\"(\\d+)\"");
    private static final int HANG_SECONDS = 60;
    private static final int SLOW_MILLIS = 3_000;

    private final Identities identities;
    private final ExecutorService threads;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final int port;
    private volatile @Nullable ServerSocket listener;
    private volatile Fault fault = Fault.NONE;

    /** An event number that was taken, and when by {@link System#nanoTime}. */
    record Arrival(int number, long nanos) {}

    /** @param identities null for an endpoint without TLS */
    Endpoint(@Nullable Identities identities, ExecutorService threads) throws IOException {
        this.identities = identities == null ? Identities.NONE : identities;
        this.threads = threads;
        var first = listen(0);
        this.port = first.getLocalPort();
    }

    private ServerSocket listen(int wanted) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 64);
        listener = socket;
        threads.execute(() -> accept(socket));
        return socket;
    }

    String url() {
        return (identities == Identities.NONE ? "http" : "https") + "://127.0.0.1:" + port + "/notify";
    }

    /** From now on it behaves so. */
    void become(Fault other) throws IOException {
        fault = other;
        var open = listener;
        if (other == Fault.DEAD && open != null) {
            listener = null;
            open.close();
        } else if (other != Fault.DEAD && open == null) {
            listen(port);
        }
    }

    Fault fault() {
        return fault;
    }

    /** What it has taken so far, in the order of arrival. */
    List<Arrival> arrivals() {
        synchronized (arrivals) {
            return List.copyOf(arrivals);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                var socket = from.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // Closed: dead, or the end of the run.
            }
        }
    }

    private void serve(Socket plain) {
        try (plain;
                var socket = secure(plain)) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            while (listener != null) {
                var body = request(in);
                if (body == null || !answer(socket, body)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The hub hung up, or would not trust us; both are part of the run.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket secure(Socket plain) throws IOException {
        if (identities == Identities.NONE) {
            return plain;
        }
        SSLSocketFactory factory = identities.factory(fault != Fault.WRONG_CERTIFICATE);
        var socket = (javax.net.ssl.SSLSocket) factory.createSocket(plain, "127.0.0.1", port, true);
        socket.setUseClientMode(false);
        return socket;
    }

    /** False when the connection is to end. */
    private boolean answer(Socket socket, String body) throws IOException, InterruptedException {
        var handshake = !body.contains("event-notification");
        switch (fault) {
            case HANG -> {
                TimeUnit.SECONDS.sleep(HANG_SECONDS);
                return false;
            }
            case RESET -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case STORM -> {
                socket.getOutputStream().write(UNAVAILABLE);
                return true;
            }
            case SLOW -> TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(SLOW_MILLIS));
            default -> {}
        }
        if (!handshake) {
            keep(body);
        }
        socket.getOutputStream().write(OK);
        return true;
    }

    private void keep(String body) {
        var now = System.nanoTime();
        var matcher = NUMBER.matcher(body);
        synchronized (arrivals) {
            while (matcher.find()) {
                arrivals.add(new Arrival(Integer.parseInt(matcher.group(1)), now));
            }
        }
    }

    /** The body of the next request; null at the end. */
    private static @Nullable String request(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int ends = 0; ends < 2; ) {
            var next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
            // Two line ends in a row; carriage returns do not count.
            ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
        }
        var length = LENGTH.matcher(head);
        var body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return new String(body, StandardCharsets.UTF_8);
    }

    private static byte[] answer(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        var open = listener;
        listener = null;
        if (open != null) {
            open.close();
        }
    }
}
