package dev.tributary.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.junit.jupiter.api.Test;

/** SB-02, SB-09: a web socket of a real client, at any replica. */
class WebSocketIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final String client = "socket-" + Stay.unique();

    private static final class Ears implements WebSocket.Listener {
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                var bundle = FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, part.toString());
                var status = (Parameters) bundle.getEntryFirstRep().getResource();
                status.getParameter().stream()
                        .filter(each ->
                                each.getName().equals("type") || each.getName().equals("notification-event"))
                        .map(each -> each.hasValue()
                                ? each.getValue().primitiveValue()
                                : each.getPartFirstRep().getValue().primitiveValue())
                        .forEach(heard::add);
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private static String subscribe(Face subscriber) {
        var subscription = new Subscription();
        subscription.setStatus(SubscriptionStatus.REQUESTED);
        subscription.setReason("contract");
        subscription.setCriteria("https://tributary.dev/fhir/SubscriptionTopic/admission");
        subscription.getChannel().setType(Subscription.SubscriptionChannelType.WEBSOCKET);
        subscription.getChannel().setPayload("application/fhir+json");
        subscription
                .getChannel()
                .getPayloadElement()
                .addExtension(
                        "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content",
                        new CodeType("id-only"));
        return subscriber
                .post("/fhir/Subscription", subscription)
                .expect(201)
                .as(Subscription.class)
                .getIdElement()
                .getIdPart();
    }

    private static WebSocket bind(HubUnderTest at, Ears ears, Parameters token) {
        var url = URI.create(at.base().toString().replaceFirst("^http", "ws") + "/fhir/websocket");
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(url, ears)
                .join();
        socket.sendText("bind-with-token: " + text(token, "token"), true).join();
        return socket;
    }

    private static String text(Parameters parameters, String name) {
        return parameters.getParameter(name).getValue().primitiveValue();
    }

    /** The token is of one replica, the socket at another; what happens while there is none waits. */
    @Test
    void socketAtAnotherReplica_getsWhatHappenedMeanwhile() {
        var hub = HubUnderTest.postgres();
        var subscriber = hub.as(client, "subscriber");
        var id = subscribe(subscriber);
        var wanted = new Parameters();
        wanted.addParameter().setName("id").setValue(new IdType(id));
        var token = subscriber
                .post("/fhir/Subscription/$get-ws-binding-token", wanted)
                .expect(200)
                .as(Parameters.class);
        assertThat(text(token, "subscription")).isEqualTo(id);
        assertThat(text(token, "websocket-url")).startsWith("ws://").endsWith("/fhir/websocket");

        var first = new Ears();
        bind(HubUnderTest.replica(), first, token);
        await().atMost(SOON).until(() -> status(subscriber, id) == SubscriptionStatus.ACTIVE);
        admit(hub);
        await().atMost(SOON).until(() -> first.heard.equals(List.of("handshake", "event-notification", "1")));
    }

    @Test
    void severedSocket_isFollowedByAnother() {
        var hub = HubUnderTest.h2();
        var subscriber = hub.as(client, "subscriber");
        var id = subscribe(subscriber);
        var token = subscriber
                .get("/fhir/Subscription/" + id + "/$get-ws-binding-token")
                .expect(200)
                .as(Parameters.class);
        var first = new Ears();
        var socket = bind(hub, first, token);
        await().atMost(SOON).until(() -> status(subscriber, id) == SubscriptionStatus.ACTIVE);
        socket.abort();
        admit(hub);
        var second = new Ears();
        bind(hub, second, token);
        await().atMost(SOON).until(() -> second.heard.contains("1"));
        assertThat(second.heard.get(0)).isEqualTo("handshake");
    }

    /** SB-15: a token is for one's own Subscriptions, and for those with this channel. */
    @Test
    void foreignSubscription_cannotBeBound() {
        var hub = HubUnderTest.h2();
        var id = subscribe(hub.as(client, "subscriber"));
        var stranger = hub.as("stranger-" + Stay.unique(), "subscriber");
        stranger.get("/fhir/Subscription/" + id + "/$get-ws-binding-token").expect(404);
        stranger.get("/fhir/Subscription/$get-ws-binding-token").expect(422);
        hub.reader().get("/fhir/Subscription/" + id + "/$get-ws-binding-token").expect(403);
    }

    private static void admit(HubUnderTest hub) {
        var message = Stay.ofSomebody().adt("A01", "202401010800", "WEST");
        hub.source("hospital").hl7v2(message).expect(200);
        hub.journal().settle(message);
    }

    private static SubscriptionStatus status(Face subscriber, String id) {
        return subscriber
                .get("/fhir/Subscription/" + id)
                .expect(200)
                .as(Subscription.class)
                .getStatus();
    }
}
