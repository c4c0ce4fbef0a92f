package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Receiver;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import dev.tributary.conformance.scene.Unmet;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;

/** Messages of the Da Vinci Unsolicited Notifications, in and out. */
final class MessageChecks {

    private static final String EVENTS = "http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event";
    private static final String OPERATION = "$process-message";

    private MessageChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.EXCHANGE, "message.received", "An alert is stored and answered with a response message")
                        .proves("AL-01", "AL-10")
                        .needs(Need.EXCHANGE, Need.MESSAGES)
                        .by(MessageChecks::received),
                check(Group.EXCHANGE, "message.repeated", "The same alert again changes nothing")
                        .proves("AL-11")
                        .needs(Need.EXCHANGE, Need.MESSAGES)
                        .by(MessageChecks::repeated),
                check(
                                Group.EXCHANGE,
                                "message.refused",
                                "An alert without its focus is refused with an OperationOutcome")
                        .proves("AL-01", "AL-03")
                        .needs(Need.EXCHANGE, Need.MESSAGES)
                        .by(MessageChecks::refused),
                check(Group.SUBSCRIPTIONS, "message.sent", "An event goes out as a message with all that it refers to")
                        .proves("AL-02", "AL-03", "AL-04", "AL-06")
                        .needs(Need.SUBSCRIPTIONS, Need.MESSAGES)
                        .by(MessageChecks::sent));
    }

    private static Bundle alert(Scene scene) {
        Patient patient = scene.samples().patient();
        Encounter encounter = scene.samples().encounter(Samples.path(patient), Date.from(scene.now()));
        MessageHeader header = new MessageHeader();
        header.setId(scene.unique());
        header.setEvent(new Coding(EVENTS, "notification-admit", null));
        header.addFocus(new Reference(Samples.path(encounter)));
        header.getSource().setEndpoint("https://kit.example/fhir");
        Bundle bundle = new Bundle().setType(BundleType.MESSAGE).setTimestamp(Date.from(scene.now()));
        bundle.setId(scene.unique());
        for (Resource resource : List.of(header, encounter, patient)) {
            bundle.addEntry()
                    .setFullUrl("https://kit.example/fhir/" + resource.fhirType() + "/"
                            + resource.getIdElement().getIdPart())
                    .setResource(resource);
        }
        return bundle;
    }

    private static Answer send(Scene scene, Bundle alert) {
        return scene.writer().request("POST", OPERATION).body(alert).send();
    }

    private static Encounter stored(Scene scene, Bundle alert) {
        String id = alert.getEntry().get(1).getResource().getIdElement().getIdPart();
        return scene.reader().one(Encounter.class, Samples.byIdentifier("Encounter", id));
    }

    private static void received(Scene scene) {
        Bundle alert = alert(scene);
        Bundle answer = send(scene, alert).expect(200).as(Bundle.class);
        Expect.equal("Bundle.type", BundleType.MESSAGE, answer.getType());
        Expect.that(
                answer.getEntryFirstRep().getResource() instanceof MessageHeader,
                "entry[0] of the answer is no MessageHeader");
        MessageHeader header = (MessageHeader) answer.getEntryFirstRep().getResource();
        Expect.equal("response.code", ResponseType.OK, header.getResponse().getCode());
        Expect.equal(
                "response.identifier",
                alert.getEntryFirstRep().getResource().getIdElement().getIdPart(),
                header.getResponse().getIdentifier());
        Expect.that(stored(scene, alert).hasSubject(), "the visit was not stored with its patient");
    }

    private static void repeated(Scene scene) {
        Bundle alert = alert(scene);
        send(scene, alert).expect(200);
        String version = stored(scene, alert).getMeta().getVersionId();
        send(scene, alert).expect(200);
        Expect.equal(
                "version of the visit", version, stored(scene, alert).getMeta().getVersionId());
    }

    private static void refused(Scene scene) {
        Bundle alert = alert(scene);
        alert.getEntry().remove(1);
        send(scene, alert).expectOutcome(400, 422);
    }

    private static void sent(Scene scene) throws Exception {
        Receiver receiver = scene.receiver();
        var subscription = Subscriber.subscription(
                scene, receiver.endpoint().replaceFirst("/notify$", "/\\" + OPERATION), "full-resource");
        subscription.getChannel().setType(SubscriptionChannelType.MESSAGE);
        String id = Subscriber.create(scene, subscription).expect(201).id();
        Subscriber.expectStatus(scene, id, SubscriptionStatus.ACTIVE);
        String encounter = Subscriber.encounterStarts(scene);
        Bundle message = scene.eventually().get(() -> find(receiver, encounter));
        Expect.equal("Bundle.type", BundleType.MESSAGE, message.getType());
        Expect.that(message.hasId() && message.hasTimestamp(), "the message has no id or no timestamp");
        MessageHeader header = Fhir.in(message, MessageHeader.class).get(0);
        Expect.equal("eventCoding.system", EVENTS, header.getEventCoding().getSystem());
        Expect.size("Patients in one message", 1, Fhir.in(message, Patient.class));
        Encounter visit = Fhir.in(message, Encounter.class).get(0);
        Expect.that(
                visit.getSubject()
                        .getReference()
                        .endsWith(id(Fhir.in(message, Patient.class).get(0))),
                "Encounter.subject does not lead to the Patient of the message");
    }

    private static String id(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    private static Bundle find(Receiver receiver, String encounter) {
        return receiver.received().stream()
                .map(received -> Fhir.r4().newJsonParser().parseResource(Bundle.class, received.body()))
                .filter(bundle -> Fhir.in(bundle, Encounter.class).stream()
                        .anyMatch(each -> each.getIdElement().getIdPart().equals(encounter)))
                .findFirst()
                .orElseThrow(() -> new Unmet("no message tells of the visit"));
    }
}
