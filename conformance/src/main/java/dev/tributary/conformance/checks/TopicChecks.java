package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Capabilities;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.NotApplicable;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/** Topics: how they are found, and that of clients: http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/components.html. */
final class TopicChecks {
    private static final String R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.";
    private static final String CANONICAL =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical";

    private TopicChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.SUBSCRIPTIONS, "topic.found", "Every topic of metadata is a Basic that says what it is")
                        .proves("SB-01")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(TopicChecks::found),
                check(Group.SUBSCRIPTIONS, "topic.own", "A topic of a client makes events when both its criteria hold")
                        .proves("SB-03", "SB-04")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(TopicChecks::own),
                check(Group.SUBSCRIPTIONS, "topic.refused", "A topic that cannot be evaluated is refused, with reason")
                        .proves("SB-03")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(TopicChecks::refused),
                check(
                                Group.SUBSCRIPTIONS,
                                "notification.discharge-taken-back",
                                "Whoever was told of a discharge is told that it was none")
                        .proves("AL-12")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(TopicChecks::takenBack));
    }

    /** Other clients come and go meanwhile: only a topic that metadata names before and after the search has to be found by it. */
    private static void found(Scene scene) {
        Set<String> declared = declared(scene);
        if (declared.isEmpty()) {
            throw new NotApplicable("metadata names no topics");
        }
        Set<String> listed =
                Subscriber.client(scene).all("Basic?code=SubscriptionTopic&_count=200", Basic.class).stream()
                        .flatMap(basic -> basic.getExtensionsByUrl(R5 + "url").stream())
                        .map(each -> each.getValue().primitiveValue())
                        .collect(Collectors.toSet());
        declared.retainAll(declared(scene));
        Expect.that(listed.containsAll(declared), "topics that no Basic describes: " + minus(declared, listed));
    }

    static Set<String> declared(Scene scene) {
        CapabilityStatement metadata =
                scene.reader().get("metadata").expect(200).as(CapabilityStatement.class);
        return Capabilities.of(metadata).resource("Subscription").stream()
                .flatMap(resource -> resource.getExtensionsByUrl(CANONICAL).stream())
                .map(each -> each.getValue().primitiveValue())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        return all.stream().filter(each -> !some.contains(each)).collect(Collectors.toSet());
    }

    private static void own(Scene scene) throws Exception {
        String canonical = "https://tributary.dev/conformance/SubscriptionTopic/" + scene.unique();
        Answer created = create(scene, topic(canonical, "status:not=finished", "status=finished"));
        String topic = "Basic/" + created.expect(201).id();
        scene.atEnd(() -> Subscriber.client(scene).delete(topic));
        Subscriber subscriber = Subscriber.active(scene, "id-only", s -> s.setCriteria(canonical));
        Encounter encounter = finishedLater(scene);
        String finished = idOf(scene, encounter);
        subscriber.hearsOf(List.of(finished));
        Expect.equal("events of the topic", 1L, told(subscriber, finished));
    }

    private static void refused(Scene scene) {
        String canonical = "https://tributary.dev/conformance/SubscriptionTopic/" + scene.unique();
        Answer answer = create(scene, topic(canonical, "no-such-parameter=1", "status=finished"));
        Expect.that(answer.status() / 100 == 4, "a topic with an unknown search parameter: HTTP " + answer.status());
        Expect.that(answer.text().contains("no-such-parameter"), "the answer does not say what is wrong");
    }

    private static void takenBack(Scene scene) throws Exception {
        String discharge = scene.target().topics().discharge();
        Subscriber subscriber = Subscriber.active(scene, "id-only", s -> s.setCriteria(discharge));
        Encounter encounter = finishedLater(scene);
        String seen = idOf(scene, encounter);
        subscriber.hearsOf(List.of(seen));
        encounter.setStatus(EncounterStatus.INPROGRESS).getPeriod().setEnd(null);
        scene.writer().put(encounter).expect(200);
        scene.eventually().get(() -> {
            Expect.equal("events about the encounter, the correction among them", 2L, told(subscriber, seen));
            return seen;
        });
    }

    private static long told(Subscriber subscriber, String encounter) {
        return subscriber.receiver().events().stream()
                .flatMap(notification -> notification.events().stream())
                .filter(event -> encounter.equals(event.focus().orElse("")))
                .map(event -> event.number())
                .distinct()
                .count();
    }

    /** An encounter that was under way and is finished now. */
    private static Encounter finishedLater(Scene scene) {
        Patient patient = scene.samples().patient();
        Encounter encounter = scene.samples().encounter(Samples.path(patient), Date.from(scene.now()));
        Bundle bundle = Samples.put(Samples.put(Samples.transaction(), patient), encounter);
        scene.writer().submit(bundle).expect(200);
        encounter.setStatus(EncounterStatus.FINISHED);
        encounter.getPeriod().setEnd(Date.from(scene.now().plusSeconds(1)));
        scene.writer().put(encounter).expect(200);
        return encounter;
    }

    private static String idOf(Scene scene, Encounter encounter) {
        String identifier = encounter.getIdElement().getIdPart();
        return scene.reader()
                .one(Encounter.class, Samples.byIdentifier("Encounter", identifier))
                .getIdElement()
                .getIdPart();
    }

    private static Answer create(Scene scene, Basic topic) {
        return scene.as(Role.SUBSCRIBER).request("POST", "Basic").body(topic).send();
    }

    private static Basic topic(String canonical, String previous, String current) {
        Basic topic = new Basic();
        topic.getCode().addCoding().setSystem("http://hl7.org/fhir/fhir-types").setCode("SubscriptionTopic");
        topic.addModifierExtension(new Extension(R5 + "status", new CodeType("active")));
        topic.addExtension(R5 + "url", new UriType(canonical));
        Extension trigger = topic.addExtension().setUrl(R5 + "resourceTrigger");
        trigger.addExtension("resource", new UriType("http://hl7.org/fhir/StructureDefinition/Encounter"));
        Extension query = trigger.addExtension().setUrl("queryCriteria");
        query.addExtension("previous", new StringType(previous));
        query.addExtension("current", new StringType(current));
        query.addExtension("requireBoth", new org.hl7.fhir.r4.model.BooleanType(true));
        return topic;
    }
}
