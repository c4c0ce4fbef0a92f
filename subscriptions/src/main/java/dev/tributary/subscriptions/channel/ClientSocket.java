package dev.tributary.subscriptions.channel;

import dev.tributary.subscriptions.delivery.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Port: a client's open web socket. */
public interface ClientSocket {

    /**
     * Sends a text. Taken once the client has answered a ping that followed it, which shows that it has read the text; a client that
     * does not within {@code atMost} has not. Never fails.
     */
    CompletableFuture<Reply> send(String text, Duration atMost);

    /** Whether it can still be sent to. */
    boolean isOpen();

    /** Hangs up, with a reason for the client. */
    void close(String reason);
}
