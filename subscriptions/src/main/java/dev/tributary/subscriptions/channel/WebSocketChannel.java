package dev.tributary.subscriptions.channel;

import dev.tributary.subscriptions.delivery.Channel;
import dev.tributary.subscriptions.delivery.Dispatch;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/channels.html#websocket">websocket channel</a>. The client opens the socket and binds it with a token; what
 * happens while no socket is bound waits. A notification goes to every socket that is bound at the replica that sends it, and counts as
 * delivered when one of them has read it.
 */
public final class WebSocketChannel implements Channel {

    public static final String TYPE = "websocket";

    private final Payloads payloads;
    private final Map<String, List<Bound>> bound = new ConcurrentHashMap<>();

    /** A socket and whose it is. */
    private record Bound(ClientSocket socket, String owner) {}

    public WebSocketChannel(Payloads payloads) {
        this.payloads = payloads;
    }

    @Override
    public boolean tellsBareNumbers() {
        return true;
    }

    @Override
    public boolean carriesHeaders() {
        return false;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Optional<String> refusal(SubscriptionDefinition definition) {
        return definition.channel().endpoint().isEmpty()
                ? Optional.empty()
                : Optional.of("The client opens a web socket itself; leave the endpoint out.");
    }

    @Override
    public Optional<Set<String>> bound() {
        return Optional.of(Set.copyOf(bound.keySet()));
    }

    @Override
    public Dispatch prepare(Shipment shipment) {
        String text = payloads.of(shipment);
        return () -> send(shipment.subscription(), text);
    }

    private CompletableFuture<Reply> send(StoredSubscription subscription, String text) {
        Duration timeout = subscription.definition().channel().timeout();
        List<CompletableFuture<Reply>> replies = bound.getOrDefault(subscription.id(), List.of()).stream()
                .filter(each -> each.owner().equals(subscription.owner()))
                .map(each -> each.socket().send(text, timeout))
                .toList();
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(done -> replies.stream()
                        .map(CompletableFuture::join)
                        .filter(reply -> reply.reason() == null)
                        .findFirst()
                        .orElse(Reply.unanswered("No socket of the client took it.")));
    }

    /** From now on this subscription's notifications go to this socket, too. */
    void bind(ClientSocket client, StoredSubscription subscription) {
        Bound socket = new Bound(client, subscription.owner());
        bound.compute(subscription.id(), (id, sockets) -> {
            List<Bound> all = sockets == null ? new CopyOnWriteArrayList<>() : sockets;
            if (!all.contains(socket)) {
                all.add(socket);
            }
            return all;
        });
        if (!client.isOpen()) {
            closed(client); // It may have gone while it was being bound.
        }
    }

    /** Forgets a socket that is closed; its notifications wait for the next one. */
    public void closed(ClientSocket socket) {
        for (String id : Set.copyOf(bound.keySet())) {
            bound.computeIfPresent(id, (key, sockets) -> {
                sockets.removeIf(each -> each.socket() == socket);
                return sockets.isEmpty() ? null : sockets;
            });
        }
    }
}
