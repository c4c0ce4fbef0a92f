package dev.tributary.server.notify;

import dev.tributary.subscriptions.channel.SocketBinding;
import dev.tributary.subscriptions.channel.WebSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * The web sockets of subscribers at this replica. Who connects is nobody until it binds with a token: a socket that does not within half a minute,
 * or that answers no ping for a minute, is closed.
 */
final class SubscriptionSockets extends TextWebSocketHandler implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SubscriptionSockets.class);
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final int LONGEST_MESSAGE = 4 * 1024;

    private final WebSocketChannel channel;
    private final SocketBinding binding;
    private final int most;
    private final Executor executor;
    private final Map<String, SubscriptionSocket> sockets = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "hub-sockets");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param most how many sockets are open at a time; one more is closed
     * @param executor runs what follows a client's answer
     */
    SubscriptionSockets(WebSocketChannel channel, SocketBinding binding, int most, Executor executor) {
        this.channel = channel;
        this.binding = binding;
        this.most = most;
        this.executor = executor;
        watch.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws Exception {
        if (sockets.size() >= most) {
            session.close(CloseStatus.SERVICE_OVERLOAD);
            return;
        }
        session.setTextMessageSizeLimit(LONGEST_MESSAGE);
        sockets.put(session.getId(), new SubscriptionSocket(session, executor));
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
        var socket = sockets.get(session.getId());
        if (socket == null) {
            return;
        }
        var unused = binding.receive(socket, message.getPayload()).whenComplete((done, failure) -> {
            if (failure == null) {
                socket.bound();
            } else {
                log.warn("A web socket could not be bound", failure);
                socket.close("It could not be bound now. Try again later.");
            }
        });
    }

    @Override
    protected void handlePongMessage(WebSocketSession session, PongMessage message) {
        var socket = sockets.get(session.getId());
        if (socket != null) {
            socket.answered(message.getPayload());
        }
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable failure) {
        log.debug("A web socket broke", failure);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        var socket = sockets.remove(session.getId());
        if (socket != null) {
            socket.gone();
            channel.closed(socket);
        }
    }

    private void look() {
        try {
            sockets.values().forEach(SubscriptionSocket::look);
        } catch (RuntimeException e) {
            log.warn("The web sockets could not be looked after", e);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        sockets.values().forEach(socket -> socket.close("The hub is going down. Connect again."));
    }
}
