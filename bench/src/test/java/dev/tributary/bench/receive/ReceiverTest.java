package dev.tributary.bench.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** SB-04, SB-05: what a Backport notification looks like on the wire. */
class ReceiverTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static String notification(String type, String events) {
        return "{'resourceType':'Bundle','type':'history','entry':[{'resource':{'resourceType':'Parameters','parameter':["
                        .replace('\'', '"')
                + "{\"name\":\"type\",\"valueCode\":\"" + type + "\"}" + events + "]}}]}";
    }

    private static String event(long number, String focus) {
        return ",{\"name\":\"notification-event\",\"part\":[{\"name\":\"event-number\",\"valueString\":\"" + number
                + "\"},{\"name\":\"focus\",\"valueReference\":{\"reference\":\"" + focus + "\"}}]}";
    }

    private static int send(String method, URI to, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(to)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Test
    void eachEventOfANotification_isADelivery() throws Exception {
        try (var receiver = Receiver.start()) {
            var body = notification(
                    "event-notification",
                    event(1, "Encounter/a") + event(2, "http://127.0.0.1/fhir/Encounter/b/_history/3"));
            assertThat(send("POST", receiver.endpoint("one"), body)).isEqualTo(200);
            await().until(() -> receiver.deliveries().size() == 2);
            assertThat(receiver.deliveries())
                    .extracting(Delivery::subscription, Delivery::number, Delivery::focus)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("one", 1L, "Encounter/a"),
                            org.assertj.core.groups.Tuple.tuple("one", 2L, "Encounter/b"));
        }
    }

    @Test
    void aHandshake_isAnsweredAndNotCounted() throws Exception {
        try (var receiver = Receiver.start()) {
            assertThat(send("POST", receiver.endpoint("one"), notification("handshake", "")))
                    .isEqualTo(200);
            assertThat(send("POST", receiver.endpoint("one"), "not JSON")).isEqualTo(200);
            assertThat(receiver.requests()).isEqualTo(2);
            assertThat(receiver.deliveries()).isEmpty();
        }
    }

    @Test
    void aRestHook_putsTheResourceItself() throws Exception {
        try (var receiver = Receiver.start()) {
            var to = URI.create(receiver.endpoint("hook") + "/Encounter/5");
            assertThat(send("PUT", to, "{\"resourceType\":\"Encounter\",\"id\":\"5\"}"))
                    .isEqualTo(200);
            await().until(() -> receiver.deliveries().size() == 1);
            assertThat(receiver.deliveries().get(0))
                    .extracting(Delivery::subscription, Delivery::number, Delivery::focus)
                    .containsExactly("hook", 0L, "Encounter/5");
        }
    }
}
