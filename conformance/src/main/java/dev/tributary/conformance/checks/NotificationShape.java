package dev.tributary.conformance.checks;

import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.Notification;
import dev.tributary.conformance.scene.Notification.Event;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;

/** What every Backport R4 notification must look like (statements SB-04 and SB-05). */
final class NotificationShape {
    private static final String STATUS_PROFILE =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4";

    private NotificationShape() {}

    /** Bundle type, first entry with request and response, and the status parameters with their exact types. */
    static void expectEnvelope(Scene scene, Notification notification, String type, String subscription) {
        Expect.equal("Bundle.type", BundleType.HISTORY, notification.bundle().getType());
        BundleEntryComponent first = notification.bundle().getEntryFirstRep();
        Expect.that(first.hasFullUrl(), "entry[0].fullUrl is missing");
        Expect.equal("entry[0].request.method", HTTPVerb.GET, first.getRequest().getMethod());
        String url = first.getRequest().getUrl();
        Expect.that(
                url != null && url.endsWith("Subscription/" + subscription + "/$status"),
                "entry[0].request.url: expected …/Subscription/" + subscription + "/$status, got " + url);
        Expect.that(first.getResponse().hasStatus(), "entry[0].response.status is missing");
        Expect.that(
                notification.status().getMeta().getProfile().stream()
                        .anyMatch(p -> p.getValue().startsWith(STATUS_PROFILE)),
                "the status does not claim profile " + STATUS_PROFILE);
        Expect.equal("type", type, notification.type());
        expectTypes(notification);
        Reference reference = (Reference) notification.value("subscription").orElseThrow();
        Expect.equal("subscription", subscription, Fhir.idIn(reference.getReference()));
        for (BundleEntryComponent entry : notification.bundle().getEntry()) {
            Expect.that(entry.hasRequest(), "an entry of a history Bundle has no request");
        }
        Expect.that(scene.target().fhir() != null, "no base URL");
    }

    private static void expectTypes(Notification notification) {
        expectType(
                "subscription", "Reference", notification.value("subscription").orElse(null));
        expectType("status", "code", notification.value("status").orElse(null));
        expectType("type", "code", notification.value("type").orElse(null));
        expectType(
                "events-since-subscription-start",
                "string",
                notification.value("events-since-subscription-start").orElse(null));
        notification.value("topic").ifPresent(topic -> expectType("topic", "canonical", topic));
        for (Event event : notification.events()) {
            expectType(
                    "event-number",
                    "string",
                    Notification.part(event.part(), "event-number").orElse(null));
            expectType(
                    "timestamp",
                    "instant",
                    Notification.part(event.part(), "timestamp").orElse(null));
            Notification.part(event.part(), "focus").ifPresent(focus -> expectType("focus", "Reference", focus));
        }
    }

    private static void expectType(String parameter, String type, @org.jspecify.annotations.Nullable Type value) {
        Expect.equal(
                "type of " + parameter, type, Expect.present(parameter, value).fhirType());
    }

    /** Event numbers 1..n without a hole, in any order, each told at least once. */
    static void expectSequential(List<Notification> notifications) {
        List<Long> numbers = notifications.stream()
                .flatMap(n -> n.events().stream())
                .map(Event::number)
                .distinct()
                .sorted()
                .toList();
        for (int i = 0; i < numbers.size(); i++) {
            Expect.equal("event number " + (i + 1) + " of " + numbers, (long) i + 1, numbers.get(i));
        }
    }
}
