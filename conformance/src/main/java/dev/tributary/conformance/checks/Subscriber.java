package dev.tributary.conformance.checks;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.FhirClient;
import dev.tributary.conformance.scene.Notification;
import dev.tributary.conformance.scene.Receiver;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;

/** A subscriber with its endpoint, and the encounters that give it something to hear of. */
final class Subscriber {
    static final String PROFILE =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription";
    static final String CONTENT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content";
    static final String FILTER =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria";
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final Scene scene;
    private final Receiver receiver;
    private final String id;

    private Subscriber(Scene scene, Receiver receiver, String id) {
        this.scene = scene;
        this.receiver = receiver;
        this.id = id;
    }

    /** A rest-hook Subscription to starting encounters; it ends by itself should the kit die. */
    static Subscription subscription(Scene scene, String endpoint, String content) {
        Subscription subscription = new Subscription();
        subscription.getMeta().addProfile(PROFILE);
        subscription.setStatus(SubscriptionStatus.REQUESTED);
        subscription.setReason("Conformance check");
        subscription.setCriteria(scene.target().topics().encounterStart());
        subscription.setEnd(Date.from(scene.now().plus(LIFE)));
        subscription
                .getChannel()
                .setType(SubscriptionChannelType.RESTHOOK)
                .setEndpoint(endpoint)
                .setPayload(Fhir.JSON)
                .addHeader("X-Conformance: " + scene.unique())
                .getPayloadElement()
                .addExtension(CONTENT, new CodeType(content));
        return subscription;
    }

    static void addFilter(Subscription subscription, String filter) {
        subscription.getCriteriaElement().addExtension(FILTER, new StringType(filter));
    }

    static FhirClient client(Scene scene) {
        return scene.as(Role.SUBSCRIBER);
    }

    /** Creates the Subscription, to be deleted when the check ends. */
    static Answer create(Scene scene, Subscription subscription) {
        Answer answer = client(scene).create(subscription);
        if (answer.status() == 201) {
            String id = answer.id();
            scene.atEnd(() -> client(scene).delete("Subscription/" + id));
        }
        return answer;
    }

    /** Subscribes with a fresh endpoint that answers so, without waiting for the handshake. */
    static Subscriber requested(Scene scene, String content, int endpointAnswers) {
        return requested(scene, content, endpointAnswers, subscription -> {});
    }

    private static Subscriber requested(
            Scene scene, String content, int endpointAnswers, Consumer<Subscription> change) {
        Receiver receiver = scene.receiver();
        receiver.answerWith(endpointAnswers);
        Subscription subscription = subscription(scene, receiver.endpoint(), content);
        change.accept(subscription);
        return new Subscriber(
                scene, receiver, create(scene, subscription).expect(201).id());
    }

    /** Subscribes and waits for the handshake to make the Subscription active. */
    static Subscriber active(Scene scene, String content) throws Exception {
        return active(scene, content, subscription -> {});
    }

    /** Subscribes with a change to the usual Subscription and waits until it is active. */
    static Subscriber active(Scene scene, String content, Consumer<Subscription> change) throws Exception {
        Subscriber subscriber = requested(scene, content, 200, change);
        subscriber.expectStatus(SubscriptionStatus.ACTIVE);
        return subscriber;
    }

    Receiver receiver() {
        return receiver;
    }

    String id() {
        return id;
    }

    Subscription read() {
        return client(scene).get("Subscription/" + id).expect(200).as(Subscription.class);
    }

    void expectStatus(SubscriptionStatus status) throws Exception {
        expectStatus(scene, id, status);
    }

    /** Waits until the Subscription is in this state. */
    static void expectStatus(Scene scene, String id, SubscriptionStatus status) throws Exception {
        scene.eventually().get(() -> {
            Subscription now =
                    client(scene).get("Subscription/" + id).expect(200).as(Subscription.class);
            Expect.equal("Subscription.status", status, now.getStatus());
            return status;
        });
    }

    /** A source opens an encounter; the answer is its id as the reader sees it. */
    String encounterStarts() {
        return encounterStarts(scene);
    }

    /** The same for whoever listens. */
    static String encounterStarts(Scene scene) {
        Patient patient = scene.samples().patient();
        Encounter encounter = scene.samples().encounter(Samples.path(patient), Date.from(scene.now()));
        Bundle bundle = Samples.put(Samples.put(Samples.transaction(), patient), encounter);
        scene.writer().submit(bundle).expect(200);
        return scene.reader()
                .one(
                        Encounter.class,
                        Samples.byIdentifier(
                                "Encounter", encounter.getIdElement().getIdPart()))
                .getIdElement()
                .getIdPart();
    }

    List<String> encountersStart(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(encounterStarts());
        }
        return ids;
    }

    /** The notifications so far, once they tell of all these encounters. */
    List<Notification> hearsOf(List<String> encounters) throws Exception {
        return scene.eventually().get(() -> {
            List<Notification> events = receiver.events();
            List<String> heard = events.stream()
                    .flatMap(n -> n.events().stream())
                    .flatMap(e -> e.focus().stream())
                    .toList();
            Expect.that(
                    heard.containsAll(encounters), "notifications: expected all of " + encounters + ", got " + heard);
            return events;
        });
    }

    /** The notifications so far, once there are at least as many events; for subscribers that get no focus. */
    List<Notification> hears(int count) throws Exception {
        return scene.eventually().get(() -> {
            List<Notification> events = receiver.events();
            long heard = events.stream().mapToLong(n -> n.events().size()).sum();
            Expect.that(heard >= count, "notification events: expected at least " + count + ", got " + heard);
            return events;
        });
    }
}
