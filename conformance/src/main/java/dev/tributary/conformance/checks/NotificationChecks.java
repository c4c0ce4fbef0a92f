package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Notification;
import dev.tributary.conformance.scene.Notification.Event;
import dev.tributary.conformance.scene.Receiver.Received;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;

/** Notifications, their levels of content and their numbers. */
final class NotificationChecks {
    private NotificationChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.SUBSCRIPTIONS, "notification.id-only", "id-only: focus and request, no resource anywhere")
                        .proves("SB-04", "SB-05", "SB-07")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(NotificationChecks::idOnly),
                check(Group.SUBSCRIPTIONS, "notification.empty", "empty: only the status, nothing names a patient")
                        .proves("SB-04", "SB-05", "SB-06")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(NotificationChecks::empty),
                check(Group.SUBSCRIPTIONS, "notification.full-resource", "full-resource: the focus is in the Bundle")
                        .proves("SB-04", "SB-05", "SB-07")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(NotificationChecks::fullResource),
                check(Group.SUBSCRIPTIONS, "notification.headers", "Content-Type is the payload, every header is sent")
                        .proves("SB-08")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(NotificationChecks::headers),
                check(Group.SUBSCRIPTIONS, "notification.numbers", "Event numbers run 1..n without a hole")
                        .proves("SB-09")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(NotificationChecks::numbers),
                check(
                                Group.SUBSCRIPTIONS,
                                "notification.discharge",
                                "The discharge topic tells of a finished encounter")
                        .proves("SB-04")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(NotificationChecks::discharge),
                check(
                                Group.SUBSCRIPTIONS,
                                "notification.receiver-down",
                                "Events while the endpoint is down are not lost")
                        .proves("SB-14", "SB-09")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(NotificationChecks::receiverDown));
    }

    private static Notification about(List<Notification> notifications, String encounter) {
        return notifications.stream()
                .filter(n -> n.events().stream()
                        .anyMatch(e -> encounter.equals(e.focus().orElse(""))))
                .findFirst()
                .orElseThrow();
    }

    private static void idOnly(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        String encounter = subscriber.encounterStarts();
        Notification notification = about(subscriber.hearsOf(List.of(encounter)), encounter);
        NotificationShape.expectEnvelope(scene, notification, "event-notification", subscriber.id());
        List<BundleEntryComponent> entries = notification.bundle().getEntry();
        Expect.that(
                entries.stream().skip(1).noneMatch(BundleEntryComponent::hasResource),
                "an id-only notification carries a resource");
        Expect.that(
                entries.stream()
                        .skip(1)
                        .anyMatch(e -> e.getFullUrl() != null && e.getFullUrl().endsWith(encounter)),
                "no entry has the focus as its fullUrl");
    }

    private static void empty(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "empty");
        String encounter = subscriber.encounterStarts();
        for (Notification notification : subscriber.hears(1)) {
            NotificationShape.expectEnvelope(scene, notification, "event-notification", subscriber.id());
            Expect.size(
                    "entries of an empty notification", 1, notification.bundle().getEntry());
            for (Event event : notification.events()) {
                Expect.that(event.focus().isEmpty(), "an empty notification has a focus");
                Expect.that(
                        Notification.part(event.part(), "additional-context").isEmpty(),
                        "an empty notification has additional-context");
            }
            Expect.that(!notification.raw().contains("Patient/"), "an empty notification names a patient");
            Expect.that(!notification.raw().contains(encounter), "an empty notification names the encounter");
        }
    }

    private static void fullResource(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "full-resource");
        String encounter = subscriber.encounterStarts();
        Notification notification = about(subscriber.hearsOf(List.of(encounter)), encounter);
        NotificationShape.expectEnvelope(scene, notification, "event-notification", subscriber.id());
        Expect.that(
                Fhir.in(notification.bundle(), Encounter.class).stream()
                        .anyMatch(e -> encounter.equals(e.getIdElement().getIdPart())),
                "the focus is not in the Bundle");
    }

    private static void headers(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        Subscription subscription = subscriber.read();
        subscriber.hearsOf(List.of(subscriber.encounterStarts()));
        String[] header =
                subscription.getChannel().getHeader().get(0).getValue().split(": ", 2);
        for (Received received : subscriber.receiver().received()) {
            Expect.equal(
                    "header " + header[0], header[1], received.header(header[0]).orElse("missing"));
            String type = received.header("Content-Type").orElse("missing");
            Expect.that(type.startsWith(Fhir.JSON), "Content-Type: expected " + Fhir.JSON + ", got " + type);
        }
    }

    private static void numbers(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        List<Notification> notifications = subscriber.hearsOf(subscriber.encountersStart(5));
        NotificationShape.expectSequential(notifications);
        for (Notification notification : notifications) {
            long count = Long.parseLong(notification
                    .value("events-since-subscription-start")
                    .orElseThrow()
                    .primitiveValue());
            Expect.that(
                    notification.events().stream().allMatch(e -> e.number() <= count),
                    "events-since-subscription-start is " + count + ", less than an event number sent with it");
        }
    }

    private static void discharge(Scene scene) throws Exception {
        var topic = scene.target().topics().discharge();
        Subscriber subscriber = Subscriber.active(scene, "id-only", s -> s.setCriteria(topic));
        Patient patient = scene.samples().patient();
        Encounter encounter = scene.samples().encounter(Samples.path(patient), Date.from(scene.now()));
        String identifier = encounter.getIdElement().getIdPart();
        Bundle bundle = Samples.put(Samples.put(Samples.transaction(), patient), encounter);
        scene.writer().submit(bundle).expect(200);
        encounter.setStatus(EncounterStatus.FINISHED);
        encounter.getPeriod().setEnd(Date.from(scene.now().plusSeconds(1)));
        scene.writer().put(encounter).expect(200);
        String seen = scene.reader()
                .one(Encounter.class, Samples.byIdentifier("Encounter", identifier))
                .getIdElement()
                .getIdPart();
        scene.eventually().get(() -> {
            long told = subscriber.receiver().events().stream()
                    .flatMap(n -> n.events().stream())
                    .filter(e -> seen.equals(e.focus().orElse("")))
                    .map(Event::number)
                    .distinct()
                    .count();
            Expect.equal("discharge events of Encounter " + seen, 1L, told);
            return told;
        });
    }

    private static void filter(Scene scene) throws Exception {
        Patient patient = scene.samples().patient();
        scene.writer().put(patient).expect(200, 201);
        String seen = scene.reader()
                .one(
                        Patient.class,
                        Samples.byIdentifier("Patient", patient.getIdElement().getIdPart()))
                .getIdElement()
                .getIdPart();
        String filter = "Encounter?patient=Patient/" + seen;
        Subscriber filtered = Subscriber.active(scene, "id-only", s -> Subscriber.addFilter(s, filter));
        Subscriber everybody = Subscriber.active(scene, "id-only");
        String others = everybody.encounterStarts();
        Encounter encounter = scene.samples().encounter(Samples.path(patient), Date.from(scene.now()));
        scene.writer().put(encounter).expect(200, 201);
        String own = scene.reader()
                .one(
                        Encounter.class,
                        Samples.byIdentifier(
                                "Encounter", encounter.getIdElement().getIdPart()))
                .getIdElement()
                .getIdPart();
        everybody.hearsOf(List.of(others, own));
        scene.eventually().get(() -> {
            Expect.equal(
                    "encounters told to the filtered Subscription",
                    List.of(own),
                    told(filtered.receiver().events()));
            return own;
        });
    }

    private static List<String> told(List<Notification> notifications) {
        return notifications.stream()
                .flatMap(n -> n.events().stream())
                .flatMap(e -> e.focus().stream())
                .distinct()
                .toList();
    }

    private static void receiverDown(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        subscriber.hearsOf(List.of(subscriber.encounterStarts()));
        subscriber.receiver().answerWith(503);
        List<String> missed = subscriber.encountersStart(3);
        scene.eventually().get(() -> {
            Expect.that(
                    subscriber.receiver().received().stream().anyMatch(r -> r.answered() == 503),
                    "nothing was sent to the endpoint while it was down");
            return true;
        });
        subscriber.receiver().answerWith(200);
        Subscription again = subscriber.read();
        again.setStatus(SubscriptionStatus.REQUESTED);
        Subscriber.client(scene).put(again).expect(200);
        subscriber.expectStatus(SubscriptionStatus.ACTIVE);
        String next = subscriber.encounterStarts();
        List<Notification> heard = subscriber.hearsOf(List.of(next));
        SubscriptionQueryChecks.expectEverything(scene, subscriber, missed, heard);
    }
}
