package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.NotApplicable;
import dev.tributary.conformance.scene.Notification;
import dev.tributary.conformance.scene.Notification.Event;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.hl7.fhir.r4.model.Type;

/** {@code $status} and {@code $events}. */
final class SubscriptionQueryChecks {
    private SubscriptionQueryChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.SUBSCRIPTIONS, "subscription.status", "$status of one Subscription counts its events")
                        .proves("SB-11")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionQueryChecks::status),
                check(
                                Group.SUBSCRIPTIONS,
                                "subscription.status-type",
                                "$status of several: id and status are repeatable")
                        .proves("SB-11")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionQueryChecks::statusOfSeveral),
                check(
                                Group.SUBSCRIPTIONS,
                                "subscription.status-post",
                                "$status by POST; on one Subscription id and status are ignored")
                        .proves("SB-11")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionQueryChecks::statusByPost),
                check(Group.SUBSCRIPTIONS, "subscription.events-hint", "$events with another content says no more")
                        .proves("SB-12", "SB-06")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionQueryChecks::eventsWithHint),
                check(Group.SUBSCRIPTIONS, "subscription.status-error", "$status works in error state")
                        .proves("SB-11")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionQueryChecks::statusInError),
                check(Group.SUBSCRIPTIONS, "subscription.events", "$events gives the numbers asked for, inclusive")
                        .proves("SB-12", "SB-09")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(SubscriptionQueryChecks::events));
    }

    private static Parameters only(Bundle bundle) {
        Expect.equal("Bundle.type of $status", BundleType.SEARCHSET, bundle.getType());
        List<Parameters> all = Fhir.in(bundle, Parameters.class);
        Expect.size("statuses", 1, all);
        return all.get(0);
    }

    private static String text(Parameters parameters, String name) {
        return Notification.value(parameters, name).map(Type::primitiveValue).orElse("missing");
    }

    private static Bundle query(Scene scene, String path) {
        return Subscriber.client(scene).get(path).expect(200).as(Bundle.class);
    }

    private static void status(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        subscriber.hearsOf(subscriber.encountersStart(2));
        Parameters status = only(query(scene, "Subscription/" + subscriber.id() + "/$status"));
        Expect.equal("type", "query-status", text(status, "type"));
        Expect.equal("status", "active", text(status, "status"));
        long count = Long.parseLong(text(status, "events-since-subscription-start"));
        Expect.that(count >= 2, "events-since-subscription-start: expected at least 2, got " + count);
    }

    private static List<String> subscriptions(Bundle bundle) {
        return Fhir.in(bundle, Parameters.class).stream()
                .flatMap(p -> Notification.value(p, "subscription").stream())
                .map(v -> Fhir.idIn(((Reference) v).getReference()))
                .toList();
    }

    private static void statusOfSeveral(Scene scene) throws Exception {
        Subscriber one = Subscriber.active(scene, "id-only");
        Subscriber two = Subscriber.active(scene, "empty");
        Subscriber failed = Subscriber.requested(scene, "empty", 403);
        failed.expectStatus(SubscriptionStatus.ERROR);
        List<String> both = subscriptions(query(scene, "Subscription/$status?id=" + one.id() + "&id=" + two.id()));
        Expect.size("statuses of two ids", 2, both);
        Expect.that(both.containsAll(List.of(one.id(), two.id())), "statuses of two ids: got " + both);
        List<String> all = subscriptions(query(scene, "Subscription/$status"));
        Expect.that(
                all.containsAll(List.of(one.id(), two.id(), failed.id())),
                "without id: expected all that the caller may see, got " + all);
        List<String> inError = subscriptions(query(scene, "Subscription/$status?status=error"));
        Expect.that(inError.contains(failed.id()), "status=error does not list the one in error");
        Expect.that(!inError.contains(one.id()), "status=error lists an active one");
    }

    private static void statusByPost(Scene scene) throws Exception {
        Subscriber one = Subscriber.active(scene, "id-only");
        Subscriber two = Subscriber.active(scene, "empty");
        Parameters ids = new Parameters();
        ids.addParameter().setName("id").setValue(new IdType(one.id()));
        ids.addParameter().setName("id").setValue(new IdType(two.id()));
        ids.addParameter().setName("status").setValue(new CodeType("active"));
        ids.addParameter().setName("status").setValue(new CodeType("off"));
        List<String> both = subscriptions(Subscriber.client(scene)
                .request("POST", "Subscription/$status")
                .body(ids)
                .send()
                .expect(200)
                .as(Bundle.class));
        Expect.size("statuses of two ids by POST", 2, both);
        Expect.that(both.containsAll(List.of(one.id(), two.id())), "statuses of two ids by POST: got " + both);
        List<String> own =
                subscriptions(query(scene, "Subscription/" + one.id() + "/$status?id=" + two.id() + "&status=off"));
        Expect.equal("status of an instance, whatever id and status say", List.of(one.id()), own);
    }

    private static void eventsWithHint(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        subscriber.hearsOf(subscriber.encountersStart(1));
        String path = "Subscription/" + subscriber.id() + "/$events";
        for (String hint : List.of("?content=full-resource", "?content=no-such-content", "")) {
            Bundle bundle = query(scene, path + hint);
            Expect.that(
                    bundle.getEntry().stream().skip(1).noneMatch(e -> e.hasResource()),
                    "$events" + hint + " of an id-only Subscription carries a resource");
        }
        Expect.size(
                "entries of $events?content=empty",
                1,
                query(scene, path + "?content=empty").getEntry());
    }

    private static void statusInError(Scene scene) throws Exception {
        Subscriber failed = Subscriber.requested(scene, "empty", 403);
        failed.expectStatus(SubscriptionStatus.ERROR);
        Parameters status = only(query(scene, "Subscription/" + failed.id() + "/$status"));
        Expect.equal("status", "error", text(status, "status"));
    }

    private static void events(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only");
        subscriber.hearsOf(subscriber.encountersStart(3));
        String path = "Subscription/" + subscriber.id() + "/$events";
        Answer answer = Subscriber.client(scene).get(path);
        if (answer.status() == 404 || answer.status() == 400 && answer.text().contains("nvalid operation")) {
            throw new NotApplicable("$events is not offered");
        }
        Notification all = notification(answer);
        NotificationShape.expectEnvelope(scene, all, "query-event", subscriber.id());
        NotificationShape.expectSequential(List.of(all));
        Notification two =
                notification(Subscriber.client(scene).get(path + "?eventsSinceNumber=2&eventsUntilNumber=3"));
        List<Long> numbers = two.events().stream().map(Event::number).sorted().toList();
        Expect.equal("events 2 to 3", LongStream.rangeClosed(2, 3).boxed().toList(), numbers);
        Notification none =
                notification(Subscriber.client(scene).get(path + "?eventsSinceNumber=9000&eventsUntilNumber=9001"));
        Expect.size("events 9000 to 9001", 0, none.events());
    }

    private static Notification notification(Answer answer) {
        return new Notification(answer.expect(200).as(Bundle.class), answer.text());
    }

    /** What was missed has been sent since, or can be asked for; together with what was heard there is no hole. */
    static void expectEverything(Scene scene, Subscriber subscriber, List<String> missed, List<Notification> heard) {
        Notification asked = notification(
                Subscriber.client(scene).get("Subscription/" + subscriber.id() + "/$events?eventsSinceNumber=1"));
        List<Notification> all = Stream.concat(heard.stream(), Stream.of(asked)).toList();
        List<String> known = all.stream()
                .flatMap(n -> n.events().stream())
                .flatMap(e -> e.focus().stream())
                .toList();
        Expect.that(
                known.containsAll(missed), "events while the endpoint was down: expected " + missed + ", got " + known);
        NotificationShape.expectSequential(all);
    }
}
