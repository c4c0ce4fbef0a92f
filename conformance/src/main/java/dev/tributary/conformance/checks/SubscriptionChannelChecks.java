package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Notification;
import dev.tributary.conformance.scene.Receiver.Received;
import dev.tributary.conformance.scene.Scene;
import dev.tributary.conformance.scene.Socket;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.UnsignedIntType;

/** How notifications travel: http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/channels.html. */
final class SubscriptionChannelChecks {
    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";
    private static final int POLICY_VIOLATION = 1008;

    private SubscriptionChannelChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.SUBSCRIPTIONS, "notification.xml", "A payload of FHIR XML is sent as FHIR XML")
                        .proves("SB-08", "SB-04")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionChannelChecks::xml),
                check(
                                Group.SUBSCRIPTIONS,
                                "notification.heartbeat",
                                "A heartbeat comes when nothing happens, uncounted")
                        .proves("SB-10", "SB-09")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionChannelChecks::heartbeat),
                check(Group.SUBSCRIPTIONS, "notification.max-count", "No notification has more events than maxCount")
                        .proves("SB-10")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionChannelChecks::maxCount),
                check(
                                Group.SUBSCRIPTIONS,
                                "subscription.changed",
                                "A changed Subscription is shaken hands with anew, off is silent")
                        .proves("SB-02", "SB-14")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionChannelChecks::changed),
                check(Group.SUBSCRIPTIONS, "subscription.search", "Subscriptions are found by url and by status")
                        .proves("SB-01")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionChannelChecks::search),
                check(Group.SUBSCRIPTIONS, "websocket.events", "A bound web socket gets a handshake and events")
                        .proves("SB-02", "SB-04", "SB-09")
                        .needs(Need.SUBSCRIPTIONS, Need.WEB_SOCKETS)
                        .by(SubscriptionChannelChecks::webSocket),
                check(Group.SUBSCRIPTIONS, "websocket.no-token", "A web socket without a valid token is closed")
                        .proves("SB-15")
                        .needs(Need.SUBSCRIPTIONS, Need.WEB_SOCKETS)
                        .by(SubscriptionChannelChecks::noToken));
    }

    private static void xml(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(
                scene,
                "full-resource",
                subscription -> subscription.getChannel().getPayloadElement().setValue(Fhir.XML));
        String encounter = subscriber.encounterStarts();
        List<Notification> heard = subscriber.hearsOf(List.of(encounter));
        NotificationShape.expectEnvelope(scene, heard.get(0), "event-notification", subscriber.id());
        for (Received received : subscriber.receiver().received()) {
            String type = received.header("Content-Type").orElse("missing");
            Expect.that(type.startsWith(Fhir.XML), "Content-Type: expected " + Fhir.XML + ", got " + type);
        }
        Expect.that(
                heard.stream()
                        .flatMap(n -> Fhir.in(n.bundle(), Encounter.class).stream())
                        .anyMatch(e -> encounter.equals(e.getIdElement().getIdPart())),
                "the focus is not in the Bundle");
    }

    private static void heartbeat(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only", subscription -> {
            // Of a patient that nobody knows, since events of others would be counted.
            Subscriber.addFilter(subscription, "Encounter?patient=Patient/" + scene.unique());
            subscription.getChannel().addExtension(BACKPORT + "heartbeat-period", new UnsignedIntType(1));
        });
        Notification heartbeat = scene.eventually().get(() -> {
            List<Notification> all = subscriber.receiver().received().stream()
                    .map(Received::notification)
                    .filter(n -> n.type().equals("heartbeat"))
                    .toList();
            Expect.that(!all.isEmpty(), "no heartbeat has come");
            return all.get(0);
        });
        NotificationShape.expectEnvelope(scene, heartbeat, "heartbeat", subscriber.id());
        Expect.that(heartbeat.events().isEmpty(), "a heartbeat carries an event");
        Expect.equal(
                "events-since-subscription-start of a heartbeat",
                "0",
                heartbeat
                        .value("events-since-subscription-start")
                        .map(Type::primitiveValue)
                        .orElse("missing"));
    }

    private static void maxCount(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(
                scene,
                "id-only",
                subscription -> subscription.getChannel().addExtension(BACKPORT + "max-count", new PositiveIntType(2)));
        List<Notification> heard = subscriber.hearsOf(subscriber.encountersStart(3));
        Expect.that(
                heard.stream().allMatch(n -> n.events().size() <= 2),
                "a notification has more events than the maxCount of 2");
        NotificationShape.expectSequential(heard);
    }

    private static void changed(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        subscriber.hearsOf(List.of(subscriber.encounterStarts()));
        Subscription off = subscriber.read();
        off.setStatus(SubscriptionStatus.OFF);
        Subscriber.client(scene).put(off).expect(200);
        Subscriber listening = Subscriber.active(scene, "id-only");
        String unheard = listening.encounterStarts();
        listening.hearsOf(List.of(unheard));
        Expect.that(
                subscriber.receiver().events().stream()
                        .flatMap(n -> n.events().stream())
                        .noneMatch(e -> unheard.equals(e.focus().orElse(""))),
                "a Subscription that is off was notified");
        Subscription again = subscriber.read();
        again.setStatus(SubscriptionStatus.REQUESTED);
        Subscriber.client(scene).put(again).expect(200);
        subscriber.expectStatus(SubscriptionStatus.ACTIVE);
        long handshakes = subscriber.receiver().received().stream()
                .filter(r -> r.notification().type().equals("handshake"))
                .count();
        Expect.equal("handshakes after a second request", 2L, handshakes);
        subscriber.hearsOf(List.of(subscriber.encounterStarts()));
    }

    private static void search(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        String url = subscriber.read().getChannel().getEndpoint();
        for (String query : List.of("url=" + url, "status=active", "url=" + url + "&status=active")) {
            Expect.that(
                    Subscriber.client(scene).all("Subscription?" + query, Subscription.class).stream()
                            .anyMatch(s -> s.getIdElement().getIdPart().equals(subscriber.id())),
                    "Subscription?" + query + " does not find it");
        }
        Expect.that(
                Subscriber.client(scene)
                        .all("Subscription?status=off&url=" + url, Subscription.class)
                        .isEmpty(),
                "Subscription?status=off finds an active one");
    }

    private static void webSocket(Scene scene) throws Exception {
        Subscription wanted = Subscriber.subscription(scene, "", "id-only");
        wanted.getChannel().setType(SubscriptionChannelType.WEBSOCKET).setEndpoint(null);
        wanted.getChannel().getHeader().clear();
        String id = Subscriber.create(scene, wanted).expect(201).id();
        Parameters token = Subscriber.client(scene)
                .get("Subscription/" + id + "/$get-ws-binding-token")
                .expect(200)
                .as(Parameters.class);
        Expect.that(Notification.value(token, "expiration").isPresent(), "the answer has no expiration");
        Expect.equal("subscription", id, text(token, "subscription"));
        Socket socket = scene.socket(text(token, "websocket-url"));
        socket.send("bind-with-token: " + text(token, "token"));
        Notification handshake = scene.eventually().get(() -> {
            Expect.that(!socket.received().isEmpty(), "no handshake has come");
            return socket.received().get(0);
        });
        NotificationShape.expectEnvelope(scene, handshake, "handshake", id);
        Subscriber helper = Subscriber.active(scene, "id-only");
        List<String> started = helper.encountersStart(2);
        List<Notification> heard = scene.eventually().get(() -> {
            List<Notification> events =
                    socket.received().stream().filter(Notification::isEvent).toList();
            Expect.that(
                    events.stream()
                            .flatMap(n -> n.events().stream())
                            .flatMap(e -> e.focus().stream())
                            .toList()
                            .containsAll(started),
                    "the socket has not heard of " + started);
            return events;
        });
        NotificationShape.expectEnvelope(scene, heard.get(0), "event-notification", id);
        NotificationShape.expectSequential(heard);
    }

    private static void noToken(Scene scene) throws Exception {
        Subscription wanted = Subscriber.subscription(scene, "", "id-only");
        wanted.getChannel().setType(SubscriptionChannelType.WEBSOCKET).setEndpoint(null);
        wanted.getChannel().getHeader().clear();
        String id = Subscriber.create(scene, wanted).expect(201).id();
        String url = text(
                Subscriber.client(scene)
                        .get("Subscription/$get-ws-binding-token?id=" + id)
                        .expect(200)
                        .as(Parameters.class),
                "websocket-url");
        Socket socket = scene.socket(url);
        socket.send("bind-with-token: " + "0".repeat(43));
        scene.eventually().get(() -> {
            Expect.equal("code that the socket was closed with", POLICY_VIOLATION, socket.closed());
            return 0;
        });
        Expect.size("messages to a socket that has bound nothing", 0, socket.received());
        scene.anonymous().get("Subscription/" + id + "/$get-ws-binding-token").expect(401);
    }

    private static String text(Parameters parameters, String name) {
        return Notification.value(parameters, name).map(Type::primitiveValue).orElse("missing");
    }
}
