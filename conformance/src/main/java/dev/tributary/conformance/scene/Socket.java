package dev.tributary.conformance.scene;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** A subscriber's web socket: keeps what it receives, and how it was closed. It shows no access token. */
public final class Socket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WebSocket socket;
    private final List<String> received;
    private final Ears ears;

    private Socket(WebSocket socket, Ears ears) {
        this.socket = socket;
        this.ears = ears;
        this.received = ears.received;
    }

    static Socket open(String url) {
        Ears ears = new Ears();
        try {
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .connectTimeout(PATIENCE)
                    .buildAsync(URI.create(url), ears)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new Socket(socket, ears);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted while connecting to the web socket", e);
        } catch (Exception e) {
            throw new Unreachable("cannot connect to the web socket", e);
        }
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    /** Everything received, in order. */
    public List<Notification> received() {
        return received.stream()
                .map(text -> new Notification(Fhir.parser(Fhir.JSON).parseResource(Bundle.class, text), text))
                .toList();
    }

    /** The status code that the server closed it with; 0 while it is open. */
    public int closed() {
        return ears.closed;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Ears implements WebSocket.Listener {
        private final List<String> received = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();
        private volatile int closed;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                received.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed = code;
            return null;
        }
    }
}
