package dev.tributary.server.notify;

import dev.tributary.subscriptions.channel.ClientSocket;
import dev.tributary.subscriptions.delivery.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;

/** One client's socket. A ping behind each text tells when the client has read it: frames are read in order. */
final class SubscriptionSocket implements ClientSocket {

    private static final int SEND_WITHIN_MS = 10_000;
    private static final int MOST_UNSENT_BYTES = 8 * 1024 * 1024;
    private static final int LONGEST_REASON = 120;
    /** How many looks in a row may pass without an answer, and before it binds. */
    private static final int PATIENCE = 3;

    private static final int UNBOUND = 2;

    private final WebSocketSession session;
    private final Executor executor;
    private final AtomicLong pings = new AtomicLong();
    private final Map<Long, CompletableFuture<Reply>> unread = new ConcurrentHashMap<>();
    private volatile boolean bound;
    private volatile int silent;
    /** Looks until it binds; answering pings, which libraries do by themselves, is not binding. */
    private int unbound;

    SubscriptionSocket(WebSocketSession session, Executor executor) {
        this.session = new ConcurrentWebSocketSessionDecorator(session, SEND_WITHIN_MS, MOST_UNSENT_BYTES);
        this.executor = executor;
    }

    @Override
    public CompletableFuture<Reply> send(String text, Duration atMost) {
        var ping = pings.incrementAndGet();
        var read = new CompletableFuture<Reply>();
        unread.put(ping, read);
        try {
            session.sendMessage(new TextMessage(text));
            ping(ping);
        } catch (IOException | RuntimeException e) {
            read.complete(Reply.unanswered("The client's web socket broke."));
        }
        var late = Reply.unanswered("The client did not read the message within " + atMost.toSeconds() + " s.");
        return read.completeOnTimeout(late, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((reply, failure) -> unread.remove(ping))
                .thenApplyAsync(reply -> reply, executor);
    }

    private void ping(long number) throws IOException {
        session.sendMessage(
                new PingMessage(ByteBuffer.allocate(Long.BYTES).putLong(number).flip()));
    }

    /** An answer to one ping answers those before it, too. */
    void answered(ByteBuffer payload) {
        silent = 0;
        if (payload.remaining() == Long.BYTES) {
            var number = payload.duplicate().getLong();
            unread.forEach((ping, read) -> {
                if (ping <= number) {
                    read.complete(Reply.TAKEN);
                }
            });
        }
    }

    void bound() {
        bound = true;
    }

    /** Now and then: hangs up on who never bound or has gone silent, asks the others for a sign of life. */
    void look() {
        silent++;
        if (!bound && ++unbound >= UNBOUND) {
            close("Nothing was bound. Send bind-with-token: <token>.");
        } else if (silent > PATIENCE) {
            close("No answer to pings.");
        } else {
            try {
                ping(pings.incrementAndGet());
            } catch (IOException | RuntimeException e) {
                close("The web socket broke.");
            }
        }
    }

    void gone() {
        unread.values().forEach(read -> read.complete(Reply.unanswered("The client hung up.")));
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public void close(String reason) {
        try {
            var words = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
            session.close(CloseStatus.POLICY_VIOLATION.withReason(words));
        } catch (IOException | RuntimeException e) {
            gone(); // It is closed already; only who waits for an answer must learn of it.
        }
    }
}
