package dev.tributary.subscriptions;

import static dev.tributary.subscriptions.Subscriptions.overWebSocket;
import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.channel.BindingTokens.Issued;
import dev.tributary.subscriptions.channel.ClientSocket;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a client's web socket gets, and when. */
class WebSocketContractTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private Hub hub;

    @BeforeEach
    void open() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        hub = new Hub(TestDatabase.H2);
        hub.start();
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
    }

    /** A socket whose client reads at once, or not at all. */
    private static final class FakeSocket implements ClientSocket {
        private final List<Parameters> got = new CopyOnWriteArrayList<>();
        private volatile boolean reading = true;
        private volatile boolean open = true;
        private volatile String closed = "";

        @Override
        public CompletableFuture<Reply> send(String text, Duration atMost) {
            if (!reading) {
                return CompletableFuture.completedFuture(Reply.unanswered("It does not read."));
            }
            Bundle bundle = Hub.FHIR.newJsonParser().parseResource(Bundle.class, text);
            got.add((Parameters) bundle.getEntryFirstRep().getResource());
            return CompletableFuture.completedFuture(Reply.TAKEN);
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close(String reason) {
            closed = reason;
        }

        List<String> told() {
            return got.stream()
                    .map(status -> status.getParameter("type").getValue().primitiveValue())
                    .toList();
        }

        List<String> numbers() {
            return got.stream()
                    .flatMap(status -> status.getParameter().stream())
                    .filter(parameter -> parameter.getName().equals("notification-event"))
                    .map(event -> event.getPartFirstRep().getValue().primitiveValue())
                    .toList();
        }
    }

    private FakeSocket bind(String... subscriptions) {
        FakeSocket socket = new FakeSocket();
        Issued token = hub.tokens.issue("owner", List.of(subscriptions));
        hub.binding.receive(socket, "bind-with-token: " + token.token()).join();
        return socket;
    }

    private void awaitStatus(String id, SubscriptionStatus status) {
        await().atMost(SOON).until(() -> hub.status(id) == status);
    }

    @Test
    @DisplayName("SB-02: requested until the client binds; then a handshake, and notifications in order")
    void binding_activatesAndDelivers() {
        hub.subscribe("s1", overWebSocket(toDischarges(null, "id-only")));
        FakeSocket socket = bind("s1");
        awaitStatus("s1", SubscriptionStatus.ACTIVE);
        hub.commit("e1", "e2", "e3");
        await().atMost(SOON).until(() -> socket.numbers().equals(List.of("1", "2", "3")));
        assertThat(socket.told().get(0)).isEqualTo("handshake");
    }

    @Test
    @DisplayName("What happens while nobody is bound waits for the next socket, of any replica")
    void notifications_waitForASocket() {
        hub.start();
        hub.subscribe("s1", overWebSocket(toDischarges(null, "id-only")));
        FakeSocket first = bind("s1");
        awaitStatus("s1", SubscriptionStatus.ACTIVE);
        hub.sockets.closed(first);
        hub.commit("e1", "e2");
        await().atMost(SOON).until(() -> hub.log.list("s1", "pending", 10).size() == 2);
        hub.clock.advance(Duration.ofHours(1));
        assertThat(hub.log.list("s1", "pending", 10)).allMatch(entry -> entry.attempts() == 0);

        FakeSocket second = bind("s1");
        await().atMost(SOON).until(() -> second.numbers().equals(List.of("1", "2")));
        assertThat(second.told().get(0)).isEqualTo("handshake");
        assertThat(hub.status("s1")).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    void waitingLanes_doNotHoldUpOthers() {
        for (int i = 0; i < 40; i++) {
            hub.subscribe("w" + i, overWebSocket(toDischarges(null, "id-only")));
        }
        try (Receiver receiver = new Receiver(Hub.FHIR)) {
            hub.subscribe("s1", toDischarges(receiver.url("/a"), "id-only"));
            awaitStatus("s1", SubscriptionStatus.ACTIVE);
            assertThat(hub.status("w0")).isEqualTo(SubscriptionStatus.REQUESTED);
        }
    }

    @Test
    @DisplayName("A client that takes no more loses nothing: the number comes again")
    void silentClient_getsItAgain() {
        hub.subscribe("s1", overWebSocket(toDischarges(null, "id-only")));
        FakeSocket socket = bind("s1");
        awaitStatus("s1", SubscriptionStatus.ACTIVE);
        socket.reading = false;
        hub.commit("e1");
        await().atMost(SOON)
                .until(() -> hub.log.list("s1", "pending", 10).stream().anyMatch(entry -> entry.attempts() > 0));
        socket.reading = true;
        hub.clock.advance(Duration.ofSeconds(1));
        await().atMost(SOON).until(() -> socket.numbers().equals(List.of("1")));
    }

    @Test
    void severalSubscriptions_shareOneSocket() {
        hub.subscribe("s1", overWebSocket(toDischarges(null, "id-only")));
        hub.subscribe("s2", overWebSocket(toDischarges(null, "empty")));
        FakeSocket socket = bind("s1", "s2");
        awaitStatus("s1", SubscriptionStatus.ACTIVE);
        awaitStatus("s2", SubscriptionStatus.ACTIVE);
        hub.commit("e1");
        await().atMost(SOON).until(() -> socket.numbers().equals(List.of("1", "1")));
    }

    @Test
    @DisplayName("No token, no data: unknown, expired and foreign tokens bind nothing")
    void badToken_bindsNothing() {
        hub.subscribe("s1", overWebSocket(toDischarges(null, "id-only")));
        Issued over = hub.tokens.issue("owner", List.of("s1"));
        Issued foreign = hub.tokens.issue("stranger", List.of("s1"));
        FakeSocket socket = new FakeSocket();
        hub.binding.receive(socket, "bind-with-token: " + foreign.token()).join();
        assertThat(socket.got).isEmpty();
        assertThat(socket.closed).contains("no longer there");
        hub.binding.receive(socket, "bind-with-token: " + "x".repeat(43)).join();
        assertThat(socket.closed).contains("unknown");
        hub.clock.advance(Duration.ofMinutes(31));
        hub.binding.receive(socket, "bind-with-token: " + over.token()).join();
        hub.binding.receive(socket, "bind s1").join();
        assertThat(socket.closed).contains("Expected bind-with-token");
        assertThat(socket.got).isEmpty();
        assertThat(hub.sockets.reachable("s1")).isFalse();
        assertThat(hub.jdbc.queryForList("select token_hash from hub.binding_token", String.class))
                .doesNotContain(over.token());
    }

    @Test
    void socketThatClosedWhileBinding_isForgotten() {
        hub.subscribe("s1", overWebSocket(toDischarges(null, "id-only")));
        FakeSocket socket = new FakeSocket();
        socket.open = false;
        Issued token = hub.tokens.issue("owner", List.of("s1"));
        hub.binding.receive(socket, "bind-with-token " + token.token()).join();
        assertThat(hub.sockets.reachable("s1")).isFalse();
    }
}
