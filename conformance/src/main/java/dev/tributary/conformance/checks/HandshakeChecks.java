package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Notification;
import dev.tributary.conformance.scene.Receiver;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;

/** Declaration and handshake: http://hl7.org/fhir/uv/subscriptions-backport/channels.html. */
final class HandshakeChecks {
    private HandshakeChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.SUBSCRIPTIONS, "subscription.metadata", "Metadata declares topic subscriptions and $status")
                        .proves("SB-01")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(HandshakeChecks::metadata),
                check(Group.SUBSCRIPTIONS, "subscription.handshake", "201 requested, a handshake arrives, then active")
                        .proves("SB-02")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(HandshakeChecks::handshake),
                check(Group.SUBSCRIPTIONS, "subscription.no-shortcut", "A client that sends active does not skip it")
                        .proves("SB-02")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(HandshakeChecks::noShortcut),
                check(Group.SUBSCRIPTIONS, "subscription.refused", "A refused handshake ends in error, nothing leaks")
                        .proves("SB-02")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(HandshakeChecks::refused),
                check(Group.SUBSCRIPTIONS, "subscription.deleted", "A deleted Subscription gets no further event")
                        .proves("SB-02")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(HandshakeChecks::deleted));
    }

    private static void metadata(Scene scene) {
        CapabilityStatementRestResourceComponent declared = scene
                .anonymous()
                .get("metadata")
                .expect(200)
                .as(CapabilityStatement.class)
                .getRestFirstRep()
                .getResource()
                .stream()
                .filter(r -> "Subscription".equals(r.getType()))
                .findFirst()
                .orElse(null);
        CapabilityStatementRestResourceComponent subscription = Expect.present("Subscription in metadata", declared);
        Expect.that(
                subscription.getSupportedProfile().stream()
                        .anyMatch(p -> p.getValue().startsWith(Subscriber.PROFILE)),
                "supportedProfile does not name " + Subscriber.PROFILE);
        Expect.that(
                subscription.getSearchParam().stream().anyMatch(p -> "url".equals(p.getName())),
                "search parameter url is not declared");
        Expect.that(
                subscription.getOperation().stream()
                        .anyMatch(o -> o.getName().replace("$", "").equals("status")
                                && o.getDefinition().contains("backport-subscription-status")),
                "operation status with definition …/backport-subscription-status is not declared");
    }

    private static void handshake(Scene scene) throws Exception {
        Receiver receiver = scene.receiver();
        Answer answer = Subscriber.create(scene, Subscriber.subscription(scene, receiver.endpoint(), "id-only"))
                .expect(201);
        Subscription created =
                Subscriber.client(scene).get("Subscription/" + answer.id()).as(Subscription.class);
        Expect.that(
                List.of(SubscriptionStatus.REQUESTED, SubscriptionStatus.ACTIVE).contains(created.getStatus()),
                "status after the create: expected requested, got " + created.getStatus());
        if (answer.body().length > 0) {
            Expect.equal(
                    "status in the answer",
                    SubscriptionStatus.REQUESTED,
                    answer.as(Subscription.class).getStatus());
        }
        Notification handshake = scene.eventually().get(receiver::handshake).notification();
        NotificationShape.expectEnvelope(scene, handshake, "handshake", answer.id());
        Expect.that(handshake.events().isEmpty(), "a handshake carries an event");
        scene.eventually().get(() -> {
            Subscription now = Subscriber.client(scene)
                    .get("Subscription/" + answer.id())
                    .expect(200)
                    .as(Subscription.class);
            Expect.equal("status after the handshake", SubscriptionStatus.ACTIVE, now.getStatus());
            return now;
        });
    }

    private static void noShortcut(Scene scene) {
        Receiver receiver = scene.receiver();
        receiver.answerWith(403);
        Subscription subscription = Subscriber.subscription(scene, receiver.endpoint(), "id-only");
        subscription.setStatus(SubscriptionStatus.ACTIVE);
        Answer answer = Subscriber.create(scene, subscription).expect(201, 400, 422);
        if (answer.status() == 201) {
            Subscription created =
                    Subscriber.client(scene).get("Subscription/" + answer.id()).as(Subscription.class);
            Expect.that(
                    created.getStatus() != SubscriptionStatus.ACTIVE,
                    "a Subscription is active though its endpoint has accepted no handshake");
        }
    }

    private static void refused(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.requested(scene, "id-only", 403);
        subscriber.expectStatus(SubscriptionStatus.ERROR);
        subscriber.encounterStarts();
        // Somebody who does listen hears of a later encounter, so the earlier one is dealt with.
        Subscriber listening = Subscriber.active(scene, "id-only");
        listening.hearsOf(List.of(listening.encounterStarts()));
        Expect.that(
                subscriber.receiver().received().stream()
                        .noneMatch(r -> r.notification().isEvent()),
                "an endpoint that refused the handshake got an event");
    }

    private static void deleted(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        subscriber.hearsOf(List.of(subscriber.encounterStarts()));
        Subscriber.client(scene).delete("Subscription/" + subscriber.id()).expect(200, 202, 204);
        Subscriber listening = Subscriber.active(scene, "id-only");
        String later = listening.encounterStarts();
        listening.hearsOf(List.of(later));
        Expect.that(
                subscriber.receiver().events().stream()
                        .flatMap(n -> n.events().stream())
                        .noneMatch(e -> later.equals(e.focus().orElse(""))),
                "a deleted Subscription was notified");
    }
}
