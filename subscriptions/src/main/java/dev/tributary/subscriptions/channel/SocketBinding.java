package dev.tributary.subscriptions.channel;

import dev.tributary.subscriptions.channel.BindingTokens.Binding;
import dev.tributary.subscriptions.delivery.Purpose;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a client ties its web socket to subscriptions, with a token from {@code $get-ws-binding-token}. */
public final class SocketBinding {

    private static final Pattern BIND = Pattern.compile("\\s*bind-with-token:?\\s+([A-Za-z0-9_-]{20,200})\\s*");
    private static final Duration GREETING = Duration.ofSeconds(10);

    private final WebSocketChannel channel;
    private final Payloads payloads;
    private final BindingTokens tokens;
    private final SubscriptionStore subscriptions;
    private final CommitSignal signal;

    /** @param signal wakes the engine when somebody binds, since something may wait for that */
    public SocketBinding(
            WebSocketChannel channel,
            Payloads payloads,
            BindingTokens tokens,
            SubscriptionStore subscriptions,
            CommitSignal signal) {
        this.channel = channel;
        this.payloads = payloads;
        this.tokens = tokens;
        this.subscriptions = subscriptions;
        this.signal = signal;
    }

    /**
     * Takes a client's message, {@code bind-with-token: <token>}. Each of the token's subscriptions gets a handshake; what waits for the
     * socket follows. Anything else, also an unknown or expired token, closes the socket. May block for the database.
     */
    public CompletableFuture<Void> receive(ClientSocket socket, String message) {
        Matcher matcher = BIND.matcher(message);
        Optional<Binding> binding = matcher.matches() ? tokens.find(matcher.group(1)) : Optional.empty();
        if (binding.isEmpty()) {
            socket.close(
                    matcher.matches()
                            ? "The token is unknown or has expired. Get one by $get-ws-binding-token."
                            : "Expected bind-with-token: <token>.");
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?>[] bindings = binding.get().subscriptions().stream()
                .distinct()
                .flatMap(id -> subscriptions.find(id).stream())
                .filter(each -> each.owner().equals(binding.get().owner()))
                .filter(each -> each.definition().channel().type().equals(WebSocketChannel.TYPE))
                .map(each -> bind(socket, each))
                .toArray(CompletableFuture[]::new);
        if (bindings.length == 0) {
            socket.close("The Subscriptions of this token are no longer there.");
        }
        return CompletableFuture.allOf(bindings).thenRun(signal::appended);
    }

    /** Whoever waits for its handshake gets it from the engine, with all that follows from it; others are greeted here. */
    private CompletableFuture<Void> bind(ClientSocket socket, StoredSubscription subscription) {
        CompletableFuture<Reply> greeted = subscription.status() == SubscriptionStatus.REQUESTED
                ? CompletableFuture.completedFuture(Reply.TAKEN)
                : socket.send(payloads.of(new Shipment(subscription, Purpose.HANDSHAKE, List.of())), GREETING);
        return greeted.thenAccept(reply -> {
            if (reply.reason() == null) {
                channel.bind(socket, subscription);
            }
        });
    }
}
