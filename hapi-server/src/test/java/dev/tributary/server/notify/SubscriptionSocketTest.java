package dev.tributary.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.WebSocketSession;

/** Sockets that are looked after; the client answers every ping, as libraries do by themselves. */
class SubscriptionSocketTest {

    private final Queue<PingMessage> pings = new ArrayDeque<>();
    private final Queue<CloseStatus> closed = new ArrayDeque<>();
    private final SubscriptionSocket socket = new SubscriptionSocket(session(), Runnable::run);

    private WebSocketSession session() {
        return (WebSocketSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WebSocketSession.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "sendMessage" -> pings.add((PingMessage) arguments[0]);
                        case "close" -> closed.add((CloseStatus) arguments[0]);
                        case "isOpen" -> {
                            return closed.isEmpty();
                        }
                        default -> {}
                    }
                    return null;
                });
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            socket.look();
            for (var ping = pings.poll(); ping != null; ping = pings.poll()) {
                socket.answered(ping.getPayload());
            }
        }
    }

    @Test
    void whoAnswersPingsAndBindsNothing_isHungUpOn() {
        look(2);
        assertThat(closed).singleElement().satisfies(status -> {
            assertThat(status.getCode()).isEqualTo(CloseStatus.POLICY_VIOLATION.getCode());
            assertThat(status.getReason()).contains("bind-with-token");
        });
    }

    @Test
    void whoBindsAndAnswersPings_isKept() {
        look(1);
        socket.bound();
        look(20);
        assertThat(closed).isEmpty();
    }
}
