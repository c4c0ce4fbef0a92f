package dev.tributary.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Mapper;
import dev.tributary.mapping.v2.V2Reader;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.JournalView;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Other systems' formats, both ways, and people who acknowledge, on one database. */
abstract class MessagingContract {

    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";
    private static final String OWN = "https://tributary.dev/fhir/StructureDefinition/";
    private static final String TOPIC = "https://tributary.dev/fhir/SubscriptionTopic/";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final String client = "messaging-" + Stay.unique();
    private final Destination destination = new Destination();
    private final MessageInbox receiver = new MessageInbox();

    abstract HubUnderTest hub();

    @AfterEach
    void close() {
        var all = subscriber().get("/fhir/Subscription").expect(200).as(Bundle.class);
        all.getEntry()
                .forEach(entry -> subscriber()
                        .delete("/fhir/Subscription/"
                                + entry.getResource().getIdElement().getIdPart()));
        destination.close();
        receiver.close();
    }

    private Face subscriber() {
        return hub().as(client, "subscriber");
    }

    private Subscription subscription(String topic, Stay stay, String endpoint) {
        var subscription = new Subscription();
        subscription
                .setStatus(SubscriptionStatus.REQUESTED)
                .setReason("contract")
                .setCriteria(TOPIC + topic);
        var person = hub().reader().one(Patient.class, Face.identifier(Stay.MRN, stay.mrn()));
        var parameter = topic.startsWith("patient") ? "Patient?_id=" : "Encounter?patient=Patient/";
        var filter = new StringType(parameter + person.getIdElement().getIdPart());
        subscription.getCriteriaElement().addExtension(BACKPORT + "filter-criteria", filter);
        subscription.getChannel().setEndpoint(endpoint).setPayload("application/fhir+json");
        subscription
                .getChannel()
                .getPayloadElement()
                .addExtension(BACKPORT + "payload-content", new CodeType("full-resource"));
        return subscription;
    }

    private Subscription toDestination(String topic, Stay stay) {
        var subscription = subscription(topic, stay, destination.endpoint());
        subscription
                .getChannel()
                .setType(SubscriptionChannelType.MESSAGE)
                .getTypeElement()
                .addExtension(
                        BACKPORT + "channel-type",
                        new Coding("https://tributary.dev/fhir/CodeSystem/channel", "hl7v2-mllp", null));
        var settings = subscription.getChannel().addExtension().setUrl(OWN + "hl7v2-destination");
        settings.addExtension("assigning-authority", new StringType(Stay.MRN));
        settings.addExtension(namespace(Stay.MRN, "HOSP"));
        settings.addExtension(namespace(Stay.VISIT, "HOSPVN"));
        return subscription;
    }

    private static Extension namespace(String system, String id) {
        var namespace = new Extension("namespace");
        namespace.addExtension("system", new StringType(system));
        namespace.addExtension("id", new StringType(id));
        return namespace;
    }

    private String subscribe(Subscription subscription) {
        var id = subscriber()
                .post("/fhir/Subscription", subscription)
                .expect(201)
                .as(Subscription.class)
                .getIdElement()
                .getIdPart();
        await().atMost(SOON)
                .until(() -> subscriber()
                                .get("/fhir/Subscription/" + id)
                                .expect(200)
                                .as(Subscription.class)
                                .getStatus()
                        == SubscriptionStatus.ACTIVE);
        return id;
    }

    private void send(V2 message) {
        hub().source("hospital").hl7v2(message).expect(200);
        hub().journal().settle(message);
    }

    @Test
    @DisplayName("V2-05, V2-06: what the hub sends as HL7 v2 is read by its own maps as the same patient and visit")
    void hl7v2Out_readsAsTheSame() {
        var stay = Stay.ofSomebody();
        send(stay.adt("A01", "202403010800", "WEST"));
        subscribe(toDestination("discharge", stay));

        send(stay.discharge("202403050900", "WEST"));
        await().atMost(SOON).until(() -> destination.got().size() == 1);
        var changes = read(destination.got().get(0));

        var person = hub().reader().one(Patient.class, Face.identifier(Stay.MRN, stay.mrn()));
        var told = written(changes, Patient.class);
        assertThat(told.getNameFirstRep().getFamily())
                .isEqualTo(person.getNameFirstRep().getFamily());
        assertThat(told.getBirthDateElement().getValueAsString())
                .isEqualTo(person.getBirthDateElement().getValueAsString());
        assertThat(told.getGender()).isEqualTo(person.getGender());
        assertThat(told.getAddressFirstRep().getPostalCode())
                .isEqualTo(person.getAddressFirstRep().getPostalCode());
        assertThat(told.getIdentifier().stream().map(each -> each.getSystem() + "|" + each.getValue()))
                .contains(Stay.MRN + "|" + stay.mrn(), Stay.SSN + "|" + stay.ssn());
        var visit = hub().reader().one(Encounter.class, Face.identifier(Stay.VISIT, stay.visit()));
        var toldVisit = written(changes, Encounter.class);
        assertThat(toldVisit.getStatus()).isEqualTo(visit.getStatus());
        assertThat(toldVisit.getClass_().getCode()).isEqualTo(visit.getClass_().getCode());
        assertThat(toldVisit.getPeriod().getStart()).isEqualTo(visit.getPeriod().getStart());
        assertThat(toldVisit.getPeriod().getEnd()).isEqualTo(visit.getPeriod().getEnd());
        assertThat(toldVisit.getIdentifierFirstRep().getValue()).isEqualTo(stay.visit());
        assertThat(toldVisit.getLocationFirstRep().getLocation().getDisplay())
                .isEqualTo(visit.getLocationFirstRep().getLocation().getDisplay());
    }

    @Test
    @DisplayName("V2-09: after a merge, destinations that ask for it are told by A40 who lives on in whom")
    void merge_isToldByA40() {
        var survivor = Stay.ofSomebody();
        var retired = Stay.ofSomebody();
        send(survivor.adt("A01", "202403010800", "WEST"));
        send(retired.adt("A01", "202403010800", "WEST"));
        subscribe(toDestination("patient-merged", survivor));

        send(survivor.merge("202403020800", retired.mrn()));
        await().atMost(SOON).until(() -> destination.got().size() == 1);

        var segments = destination.got().get(0).split("\r");
        assertThat(segments[0]).contains("|ADT^A40^ADT_A39|");
        assertThat(segments[2])
                .startsWith("PID|")
                .contains(survivor.mrn() + "^^^HOSP")
                .doesNotContain(retired.mrn());
        assertThat(segments[3]).startsWith("MRG|").contains(retired.mrn() + "^^^HOSP");
    }

    private static List<Change> read(String message) {
        var profile = new SourceProfile(
                "elsewhere", ZoneId.of("UTC"), StandardCharsets.UTF_8, Map.of(), null, Set.of(), Set.of());
        var read = (Reading.Readable) V2Reader.read(message.getBytes(StandardCharsets.UTF_8), profile);
        return V2Mapper.map(read.message(), read.header(), profile).changes();
    }

    private static <T extends Resource> T written(List<Change> changes, Class<T> type) {
        return changes.stream()
                .filter(Change.Write.class::isInstance)
                .map(change -> ((Change.Write) change).resource())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("AL-01, AL-04: a discharge goes to the receiver's $process-message with all that it refers to")
    void message_carriesTheGraph() {
        var stay = Stay.ofSomebody();
        send(stay.adt("A01", "202403010800", "WEST"));
        var subscription = subscription("discharge", stay, receiver.endpoint());
        subscription.getChannel().setType(SubscriptionChannelType.MESSAGE);
        subscription.getChannel().addExtension(OWN + "discharge-summary", new org.hl7.fhir.r4.model.BooleanType(true));
        subscribe(subscription);

        send(stay.discharge("202403050900", "WEST"));
        await().atMost(SOON).until(() -> receiver.got().size() == 1);

        var message = receiver.got().get(0);
        var header = (MessageHeader) message.getEntryFirstRep().getResource();
        assertThat(header.getEventCoding().getCode()).isEqualTo("notification-discharge");
        assertThat(message.getEntry().stream().map(entry -> entry.getResource().fhirType()))
                .contains("Encounter", "Patient", "Location", "Organization", "Composition");
    }

    @Test
    @DisplayName(
            "SB-07, AL-12, V2-07: a visit that its source deletes is taken back, over every channel as that can say it")
    void deletedVisit_isTakenBack() {
        var stay = Stay.ofSomebody();
        var clinic = hub().source("clinic");
        var patient = new Patient();
        patient.setId("p" + stay.mrn());
        patient.addIdentifier().setSystem(Stay.MRN).setValue(stay.mrn());
        clinic.put("/fhir/Patient/p" + stay.mrn(), patient).expect(201);
        var alerts = subscription("admission", stay, receiver.endpoint());
        alerts.getChannel().setType(SubscriptionChannelType.MESSAGE);
        var id = subscribe(alerts);
        subscribe(toDestination("admission", stay));
        var visit = new Encounter();
        visit.setId("e" + stay.mrn());
        visit.addIdentifier().setSystem(Stay.VISIT).setValue(stay.visit());
        visit.setStatus(Encounter.EncounterStatus.INPROGRESS)
                .setClass_(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP", null))
                .setSubject(new Reference("Patient/p" + stay.mrn()));
        clinic.put("/fhir/Encounter/e" + stay.mrn(), visit).expect(201);
        await().atMost(SOON).until(() -> receiver.got().size() == 1);

        clinic.delete("/fhir/Encounter/e" + stay.mrn());

        await().atMost(SOON).until(() -> receiver.got().size() == 2);
        var told = (Encounter) receiver.got().get(1).getEntry().get(1).getResource();
        assertThat(told.getStatus()).isEqualTo(Encounter.EncounterStatus.ENTEREDINERROR);
        await().atMost(SOON).until(() -> destination.got().size() == 2);
        assertThat(destination.got().get(1)).contains("|ADT^A11^ADT_A09|", stay.visit());
        var events = subscriber()
                .get("/fhir/Subscription/" + id + "/$events")
                .expect(200)
                .as(Bundle.class);
        assertThat(events.getEntry())
                .anyMatch(entry -> entry.getRequest().getMethod() == Bundle.HTTPVerb.DELETE
                        && entry.getResponse().getStatus().startsWith("204")
                        && !entry.hasResource());
    }

    @Test
    @DisplayName(
            "AL-01, AL-11: an alert that comes in is stored, told, answered, and no more than that when it comes again")
    void alert_isReceivedOnce() {
        var alert = alert();
        var clinic = hub().source("clinic");

        var answer = clinic.post("/fhir/$process-message", alert).expect(200).as(Bundle.class);

        var header = (MessageHeader) answer.getEntryFirstRep().getResource();
        var sent = (MessageHeader) alert.getEntryFirstRep().getResource();
        assertThat(header.getResponse().getCode()).isEqualTo(MessageHeader.ResponseType.OK);
        assertThat(header.getResponse().getIdentifier())
                .isEqualTo(sent.getIdElement().getIdPart());
        var journalled = journalled(sent);
        assertThat(journalled).hasSize(1);
        var detail = hub().journal().detail(journalled.get(0));
        assertThat(detail.path("state").asText()).isEqualTo("applied");
        assertThat(detail.path("trigger").asText()).isEqualTo("notification-admit");
        assertThat(JournalView.kinds(detail)).contains("admission");

        clinic.post("/fhir/$process-message", alert).expect(200);
        var again = journalled(sent);
        assertThat(again).hasSize(2);
        assertThat(hub().journal().detail(again.get(0)).path("produced")).isEmpty();
    }

    @Test
    @DisplayName("AL-11: a message whose only name is a long URL is known by it")
    void alertWithoutId_isReceivedOnce() {
        var alert = alert();
        alert.getEntryFirstRep().setFullUrl("https://clinic.example/" + "x".repeat(400) + Stay.unique());
        alert.getEntryFirstRep().getResource().setId((String) null);
        var clinic = hub().source("clinic");

        clinic.post("/fhir/$process-message", alert).expect(200);
        clinic.post("/fhir/$process-message", alert).expect(200);

        var again = hub().journal().list("source=clinic&_count=1").get(0);
        assertThat(hub().journal().detail(again.path("id").asText()).path("produced"))
                .isEmpty();
    }

    private List<String> journalled(MessageHeader header) {
        return hub().journal().list("source=clinic&_count=200").stream()
                .filter(each -> each.path("controlId")
                        .asText()
                        .equals(header.getIdElement().getIdPart()))
                .map(each -> each.path("id").asText())
                .toList();
    }

    @Test
    @DisplayName("AL-01, AL-03: an alert that breaks the guide is refused with an OperationOutcome, and journalled")
    void brokenAlert_isRefusedAndJournalled() {
        var alert = alert();
        var header = (MessageHeader) alert.getEntryFirstRep().getResource();
        header.getFocusFirstRep().setReference("urn:uuid:nobody");

        var refused =
                hub().source("clinic").post("/fhir/$process-message", alert).expect(422);

        assertThat(refused.as(OperationOutcome.class).getIssueFirstRep().getDiagnostics())
                .contains("MessageHeader.focus");
        assertThat(hub().journal().list("source=clinic&state=rejected&_count=20").stream()
                        .map(each -> each.path("reason").asText()))
                .anyMatch(reason -> reason.contains("MessageHeader.focus"));
    }

    @Test
    @DisplayName(
            "AL-01, AL-03: a code that the guide does not have is refused by its name, whoever is no source is forbidden")
    void unknownAlert_isRefused() {
        var alert = alert();
        var header = (MessageHeader) alert.getEntryFirstRep().getResource();
        header.getEventCoding().setCode("notification-lunch");

        var refused =
                hub().source("clinic").post("/fhir/$process-message", alert).expect(422);

        assertThat(refused.as(OperationOutcome.class).getIssueFirstRep().getDiagnostics())
                .contains("MessageHeader.eventCoding.code", "'notification-lunch'");
        assertThat(hub().journal().list("source=clinic&state=rejected&_count=20").stream()
                        .map(each -> each.path("reason").asText()))
                .anyMatch(reason -> reason.contains("'notification-lunch'"));
        var forbidden = subscriber().post("/fhir/$process-message", alert()).expect(403);
        assertThat(forbidden.as(OperationOutcome.class).getIssueFirstRep().getDiagnostics())
                .contains("source");
    }

    private static Bundle alert() {
        var number = Stay.unique();
        var patient = new Patient();
        patient.setId("p" + number);
        patient.addIdentifier().setSystem("https://clinic.example/mrn").setValue("A" + number);
        patient.addName().setFamily("Alert" + number).addGiven("Ada");
        var encounter = new Encounter();
        encounter.setId("e" + number);
        encounter.addIdentifier().setSystem("https://clinic.example/visit").setValue("E" + number);
        encounter
                .setStatus(Encounter.EncounterStatus.INPROGRESS)
                .setClass_(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP", null))
                .setSubject(new Reference("Patient/p" + number));
        var header = new MessageHeader();
        header.setId("m" + number);
        header.setEvent(new Coding(
                "http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event", "notification-admit", null));
        header.addFocus(new Reference("Encounter/e" + number));
        header.getSource().setEndpoint("https://clinic.example/fhir");
        var bundle = new Bundle().setType(Bundle.BundleType.MESSAGE);
        bundle.setId("b" + number);
        for (var resource : List.of(header, encounter, patient)) {
            bundle.addEntry()
                    .setFullUrl("https://clinic.example/fhir/" + resource.fhirType() + "/"
                            + resource.getIdElement().getIdPart())
                    .setResource(resource);
        }
        return bundle;
    }

    @Test
    void aNotification_opensATaskThatItsOwnerCompletes() {
        var stay = Stay.ofSomebody();
        send(stay.adt("A01", "202403010800", "WEST"));
        var subscription = subscription("discharge", stay, receiver.endpoint());
        subscription.getChannel().setType(SubscriptionChannelType.RESTHOOK);
        subscription
                .addExtension()
                .setUrl(OWN + "acknowledgement")
                .addExtension(
                        "within",
                        new org.hl7.fhir.r4.model.Duration().setValue(30).setCode("min"));
        subscribe(subscription);
        send(stay.discharge("202403050900", "WEST"));

        await().atMost(SOON).until(() -> tasks().size() == 1);
        var task = tasks().get(0);
        assertThat(task.getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(task.getEncounter().getReference()).isEqualTo(task.getFocus().getReference());
        assertThat(task.getRestriction().getPeriod().getEnd()).isAfter(task.getAuthoredOn());
        var path = "/fhir/Task/" + task.getIdElement().getIdPart();

        hub().as("somebody-else", "subscriber").get(path).expect(403);
        hub().as("somebody-else", "subscriber")
                .put(path, task.copy().setStatus(TaskStatus.ACCEPTED))
                .expect(403);
        subscriber()
                .put(path, task.copy().setStatus(TaskStatus.ACCEPTED).setDescription("else"))
                .expect(422);
        subscriber().put(path, task.copy().setStatus(TaskStatus.ACCEPTED)).expect(200);
        hub().operator().put(path, task.copy().setStatus(TaskStatus.COMPLETED)).expect(200);
        subscriber().put(path, task.copy().setStatus(TaskStatus.REQUESTED)).expect(422);

        var figures = hub().operator()
                .get("/notifications/acknowledgements")
                .expect(200)
                .json()
                .path("acknowledgements");
        assertThat(figures.toString()).contains("\"owner\":\"" + client + "\"", "\"acknowledged\":1");
    }

    private List<Task> tasks() {
        return subscriber().search(Task.class, "");
    }
}
