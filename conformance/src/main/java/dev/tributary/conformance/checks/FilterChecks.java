package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.NotApplicable;
import dev.tributary.conformance.scene.Notification;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Group.GroupType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;

/** Which events reach a subscriber, and how much {@code $events} says of them. */
final class FilterChecks {

    private static final String QUIETING = "https://tributary.dev/fhir/StructureDefinition/subscription-quieting";

    private FilterChecks() {}

    static List<Check> all() {
        return List.of(
                check(
                                Group.SUBSCRIPTIONS,
                                "notification.filter",
                                "A filter by encounter class lets no other class pass")
                        .proves("SB-13")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(FilterChecks::byClass),
                check(Group.SUBSCRIPTIONS, "notification.panel", "patient:in follows a Group, and its changes")
                        .proves("SB-13")
                        .needs(Need.SUBSCRIPTIONS, Need.EXCHANGE)
                        .by(FilterChecks::panel),
                check(Group.SUBSCRIPTIONS, "notification.quiet", "Events less severe than wanted have no number")
                        .proves("SB-09")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(FilterChecks::quiet),
                check(Group.SUBSCRIPTIONS, "subscription.events-content", "$events carries what its content asks for")
                        .proves("SB-12", "SB-07")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(FilterChecks::eventsContent));
    }

    /** A patient with an encounter of this class that starts now; answers the hub's id of the encounter. */
    private static String starts(Scene scene, Patient patient, String encounterClass) {
        Encounter encounter = scene.samples().encounter(Samples.path(patient), Date.from(scene.now()));
        encounter.getClass_().setCode(encounterClass).setDisplay(null);
        Bundle bundle = Samples.put(Samples.put(Samples.transaction(), patient), encounter);
        scene.writer().submit(bundle).expect(200);
        String id = encounter.getIdElement().getIdPart();
        return scene.reader()
                .one(Encounter.class, Samples.byIdentifier("Encounter", id))
                .getIdElement()
                .getIdPart();
    }

    /** The events of its notifications, once it has heard of this encounter: all that its filter let pass, since they come in order. */
    private static List<String> heard(Subscriber subscriber, String encounter) throws Exception {
        return subscriber.hearsOf(List.of(encounter)).stream()
                .flatMap(notification -> notification.events().stream())
                .flatMap(event -> event.focus().stream())
                .distinct()
                .toList();
    }

    private static void byClass(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "id-only", s -> Subscriber.addFilter(s, "Encounter?class=SS"));
        starts(scene, scene.samples().patient(), "IMP");
        String wanted = starts(scene, scene.samples().patient(), "SS");
        List<String> heard = heard(subscriber, wanted);
        // Others may start short stays meanwhile.
        Expect.that(heard.contains(wanted), "expected " + wanted + ", got " + heard);
        for (String each : heard) {
            Encounter encounter =
                    scene.reader().get("Encounter/" + each).expect(200).as(Encounter.class);
            Expect.equal(
                    "class of Encounter/" + each, "SS", encounter.getClass_().getCode());
        }
    }

    private static void panel(Scene scene) throws Exception {
        Patient member = scene.samples().patient();
        Patient stranger = scene.samples().patient();
        Bundle people = Samples.put(Samples.put(Samples.transaction(), member), stranger);
        org.hl7.fhir.r4.model.Group panel = new org.hl7.fhir.r4.model.Group();
        panel.setId(scene.unique());
        panel.setType(GroupType.PERSON).setActual(true);
        panel.addIdentifier()
                .setSystem(Samples.SYSTEM)
                .setValue(panel.getIdElement().getIdPart());
        panel.addMember().setEntity(new Reference(Samples.path(member)));
        scene.writer().submit(Samples.put(people, panel)).expect(200);
        String group = scene.reader()
                .one(
                        org.hl7.fhir.r4.model.Group.class,
                        Samples.byIdentifier("Group", panel.getIdElement().getIdPart()))
                .getIdElement()
                .getIdPart();
        Subscriber subscriber = Subscriber.active(
                scene, "id-only", s -> Subscriber.addFilter(s, "Encounter?patient:in=Group/" + group));
        starts(scene, stranger, "IMP");
        String first = starts(scene, member, "IMP");
        Expect.equal("events of the panel", List.of(first), heard(subscriber, first));

        panel.addMember().setEntity(new Reference(Samples.path(stranger)));
        scene.writer().submit(Samples.put(Samples.transaction(), panel)).expect(200);
        String second = starts(scene, stranger, "IMP");
        Expect.equal("events of the larger panel", List.of(first, second), heard(subscriber, second));
    }

    /** Events are numbered for all subscriptions at once, so what one has heard, the other has been asked for. */
    private static void quiet(Scene scene) throws Exception {
        if (!TopicChecks.declared(scene).contains(scene.target().topics().encounterStart())
                || !scene.target().topics().encounterStart().startsWith("https://tributary.dev/")) {
            throw new NotApplicable("the target does not know this extension");
        }
        Subscriber loud = Subscriber.active(scene, "id-only");
        Subscriber quiet = Subscriber.active(
                scene,
                "id-only",
                s -> s.addExtension().setUrl(QUIETING).addExtension("minimum-severity", new CodeType("urgent")));
        loud.hearsOf(List.of(starts(scene, scene.samples().patient(), "IMP")));
        Bundle status = Subscriber.client(scene)
                .get("Subscription/" + quiet.id() + "/$status")
                .expect(200)
                .as(Bundle.class);
        String count = Fhir.in(status, Parameters.class).stream()
                .flatMap(each -> Notification.value(each, "events-since-subscription-start").stream())
                .map(Type::primitiveValue)
                .findFirst()
                .orElse("missing");
        Expect.equal("events of who wants urgent ones only", "0", count);
        Expect.size(
                "notifications of who wants urgent ones only",
                0,
                quiet.receiver().events());
    }

    private static void eventsContent(Scene scene) throws Exception {
        Subscriber subscriber = Subscriber.active(scene, "full-resource");
        String encounter = subscriber.encounterStarts();
        subscriber.hearsOf(List.of(encounter));
        String path = "Subscription/" + subscriber.id() + "/$events?eventsSinceNumber=1&content=";
        Expect.that(
                Fhir.in(events(scene, path + "full-resource"), Encounter.class).stream()
                        .anyMatch(each -> encounter.equals(each.getIdElement().getIdPart())),
                "$events?content=full-resource has no Encounter/" + encounter);
        List<BundleEntryComponent> named = events(scene, path + "id-only").getEntry();
        Expect.that(
                named.stream().skip(1).noneMatch(BundleEntryComponent::hasResource),
                "$events?content=id-only carries a resource");
        Expect.that(
                named.stream()
                        .skip(1)
                        .anyMatch(each -> String.valueOf(each.getFullUrl()).endsWith(encounter)),
                "$events?content=id-only does not name Encounter/" + encounter);
        Expect.size(
                "entries of $events?content=empty",
                1,
                events(scene, path + "empty").getEntry());
    }

    private static Bundle events(Scene scene, String path) {
        return Subscriber.client(scene).get(path).expect(200).as(Bundle.class);
    }
}
