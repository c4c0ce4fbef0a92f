package dev.tributary.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class ReceiverTest {

    private static final String NOTIFICATION = """
            {"resourceType":"Bundle","type":"history","entry":[{"resource":{"resourceType":"Parameters","parameter":[
              {"name":"subscription","valueReference":{"reference":"Subscription/7"}},
              {"name":"type","valueCode":"%s"},
              {"name":"notification-event","part":[{"name":"event-number","valueString":"%s"}]}]}}]}""";

    @Test
    void eventNumbers_areCountedOnceHoweverOftenTheyCome() throws Exception {
        try (var receiver = new Receiver()) {
            assertThat(post(receiver, NOTIFICATION.formatted("event-notification", "1")))
                    .isEqualTo(200);
            assertThat(post(receiver, NOTIFICATION.formatted("event-notification", "2")))
                    .isEqualTo(200);
            assertThat(post(receiver, NOTIFICATION.formatted("event-notification", "2")))
                    .isEqualTo(200);
            assertThat(receiver.received()).isEqualTo(2);
            assertThat(receiver.repeated()).isEqualTo(1);
        }
    }

    @Test
    void handshake_isNoEvent() throws Exception {
        var handshake = NOTIFICATION
                .formatted("handshake", "")
                .replaceAll("(?s),\\s*\\{\"name\":\"notification-event\".*?\\]\\}", "");
        try (var receiver = new Receiver()) {
            assertThat(post(receiver, handshake)).isEqualTo(200);
            assertThat(receiver.handshakes()).isEqualTo(1);
            assertThat(receiver.received()).isZero();
        }
    }

    private static int post(Receiver receiver, String body) throws Exception {
        var request = HttpRequest.newBuilder(receiver.endpoint())
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
