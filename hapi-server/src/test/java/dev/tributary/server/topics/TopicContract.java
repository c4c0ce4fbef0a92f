package dev.tributary.server.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Goal;
import org.hl7.fhir.r4.model.Goal.GoalLifecycleStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.hl7.fhir.r4.model.UriType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics of clients, and who is told of what, on one database. */
abstract class TopicContract {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String R4B = "http://hl7.org/fhir/4.3/StructureDefinition/extension-SubscriptionTopic.";
    private static final String R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.";
    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    private final Hook hook = new Hook();
    private final String client = "subscriber-" + Stay.unique();
    private final String number = Stay.unique();
    private final String canonical = "https://exchange.example/SubscriptionTopic/" + number;

    abstract HubUnderTest hub();

    private Face subscriber() {
        return hub().as(client, "subscriber");
    }

    @AfterEach
    void close() {
        remove("Subscription");
        hook.close();
    }

    private void remove(String type) {
        subscriber()
                .get("/fhir/" + type)
                .expect(200)
                .as(Bundle.class)
                .getEntry()
                .forEach(entry -> subscriber()
                        .delete("/fhir/" + type + "/"
                                + entry.getResource().getIdElement().getIdPart()));
    }

    /** SB-01: the topics are in the CapabilityStatement, and each is a Basic in the forms of R4B and of R5. */
    @Test
    void shippedTopics_areListed() {
        var metadata = hub().withToken(null).get("/fhir/metadata").expect(200).as(CapabilityStatement.class);
        var topics = metadata.getRestFirstRep().getResource().stream()
                .filter(each -> each.getType().equals("Subscription"))
                .flatMap(each -> each.getExtension().stream())
                .map(each -> ((CanonicalType) each.getValue()).getValue())
                .toList();
        assertThat(topics)
                .contains(
                        "https://tributary.dev/fhir/SubscriptionTopic/discharge",
                        "https://tributary.dev/fhir/SubscriptionTopic/result-abnormal");
        var found = subscriber()
                .get("/fhir/Basic?code=SubscriptionTopic&_count=100")
                .expect(200)
                .as(Bundle.class);
        assertThat(found.getEntry())
                .map(entry -> ((Basic) entry.getResource()).getExtensionByUrl(R5 + "url"))
                .map(url -> url.getValue().primitiveValue())
                .containsAll(topics.stream()
                        .filter(each -> each.startsWith("https://tributary.dev/fhir/"))
                        .toList());
        var discharge =
                subscriber().get("/fhir/Basic/topic-discharge").expect(200).as(Basic.class);
        assertThat(discharge.getExtensionsByUrl(R4B + "resourceTrigger")).hasSize(1);
        assertThat(discharge.getExtensionsByUrl(R5 + "resourceTrigger")).hasSize(1);
        assertThat(subscriber().put("/fhir/Basic/topic-discharge", discharge).status())
                .isEqualTo(403);
        assertThat(subscriber().delete("/fhir/Basic/topic-discharge").status()).isEqualTo(403);
    }

    /** SB-03, SB-13: a client's topic makes events of its own, on create, update and delete. */
    @Test
    void aTopicOfAClient_isToldOfWhatItAsks() {
        var topic = goals("lifecycle-status:not=active", "lifecycle-status=active");
        var id = subscriber()
                .post("/fhir/Basic", topic)
                .expect(201)
                .as(Basic.class)
                .getIdElement()
                .getIdPart();
        var subscription = subscribe(canonical, "id-only");
        mayNotBecomeAnother(topic, id);
        put(GoalLifecycleStatus.PROPOSED);
        put(GoalLifecycleStatus.ACTIVE);
        put(GoalLifecycleStatus.ACTIVE);
        put(GoalLifecycleStatus.PROPOSED);
        put(GoalLifecycleStatus.ACTIVE);
        hub().source("clinic").delete("/fhir/Goal/g" + number);
        put(GoalLifecycleStatus.ACTIVE);

        var told = notifications(subscription, 3);
        assertThat(told).allSatisfy(each -> {
            assertThat(each.path("kind").asText()).isEqualTo(canonical);
            assertThat(each.path("focus").asText()).startsWith("Goal/");
            assertThat(each.path("patient").asText()).startsWith("Patient/");
        });
        assertThat(subscriber().delete("/fhir/Basic/" + id).status()).isEqualTo(409);
        assertThat(hub().as("other-" + client, "subscriber")
                        .put("/fhir/Basic/" + id, withId(topic, id))
                        .status())
                .isEqualTo(403);
        remove("Subscription");
        subscriber().delete("/fhir/Basic/" + id).expect(200);
        assertThat(subscriber()
                        .post("/fhir/Subscription", subscription(canonical, "id-only"))
                        .status())
                .isEqualTo(422);
    }

    /** A change that would leave subscriptions without events, or cannot be evaluated, is refused; any other is not. */
    private void mayNotBecomeAnother(Basic topic, String id) {
        var filtered = subscription(canonical, "id-only");
        filtered.getCriteriaElement()
                .addExtension(BACKPORT + "filter-criteria", new StringType("Goal?patient=Patient/" + number));
        subscribe(filtered);
        var unfiltered = withId(topic.copy(), id);
        unfiltered.getExtension().removeIf(each -> each.getUrl().equals(R4B + "canFilterBy"));
        assertThat(subscriber().put("/fhir/Basic/" + id, unfiltered).expect(422).body())
                .contains("1 subscriptions to this topic have filters");
        var renamed = withId(topic.copy(), id);
        renamed.getExtensionByUrl(R5 + "url").setValue(new UriType(canonical + "-2"));
        assertThat(subscriber().put("/fhir/Basic/" + id, renamed).expect(422).body())
                .contains("2 subscriptions to " + canonical);
        var broken = withId(goals("nosuch=1", "lifecycle-status=active"), id);
        assertThat(subscriber().put("/fhir/Basic/" + id, broken).expect(422).body())
                .contains("nosuch");
        var retitled = withId(topic.copy(), id);
        retitled.getExtensionByUrl(R5 + "title").setValue(new StringType("Another title"));
        subscriber().put("/fhir/Basic/" + id, retitled).expect(200);
    }

    /** As R4B and R5 write it. */
    @Test
    void aSubscriptionTopicOfANewerRelease_isTaken() {
        var json = """
                {"resourceType": "SubscriptionTopic", "url": "%s", "status": "active",
                 "resourceTrigger": [{"resource": "Goal", "supportedInteraction": ["delete"]}]}""".formatted(canonical);
        var created = subscriber()
                .send("POST", "/fhir/SubscriptionTopic", "application/fhir+json", json)
                .expect(201)
                .as(Basic.class);
        assertThat(created.getExtensionsByUrl(R4B + "resourceTrigger")).hasSize(1);
        var found = hub().operator().get("/notifications/topics").expect(200).body();
        assertThat(found).contains(canonical);
        subscriber().delete("/fhir/Basic/" + created.getIdElement().getIdPart()).expect(200);
    }

    private static Basic withId(Basic basic, String id) {
        basic.setId(id);
        return basic;
    }

    /** SB-03: what cannot be evaluated is refused when it is defined, with the reasons. */
    @Test
    void aTopicThatCannotBeEvaluated_isRefused() {
        var refused = subscriber()
                .post("/fhir/Basic", goals("nosuch=1", "patient.name=x"))
                .expect(422)
                .body();
        assertThat(refused).contains("nosuch");
        assertThat(subscriber().post("/fhir/Basic", new Basic()).status()).isEqualTo(403);
        assertThat(hub().reader()
                        .post("/fhir/Basic", goals("lifecycle-status=active", "lifecycle-status=active"))
                        .status())
                .isEqualTo(403);
        assertThat(hub().source("clinic")
                        .put(
                                "/fhir/Basic/b" + number,
                                withId(goals("lifecycle-status=active", "lifecycle-status=active"), "b" + number))
                        .status())
                .isEqualTo(422);
    }

    /** Old clients: criteria that are a search, and the resource itself by PUT; or, without payload, an empty POST. */
    @Test
    void criteriaThatAreASearch_areServedAsPlainR4Has() {
        var plain = subscription("Goal?lifecycle-status=active&patient=Patient/" + patient(), "empty");
        plain.getChannel().getPayloadElement().getExtension().clear();
        subscribe(plain);
        plain.getChannel().setPayload(null);
        subscribe(plain);
        put(GoalLifecycleStatus.PROPOSED);
        put(GoalLifecycleStatus.ACTIVE);
        await().atMost(SOON).until(() -> hook.requests().size() >= 2);
        assertThat(hook.requests()).hasSize(2);
        assertThat(hook.requests()).anySatisfy(request -> {
            assertThat(request.method()).isEqualTo("PUT");
            assertThat(request.path()).startsWith("/Goal/");
            assertThat(request.type()).isEqualTo("application/fhir+json");
            assertThat(request.body()).contains("\"resourceType\":\"Goal\"");
        });
        assertThat(hook.requests()).anySatisfy(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEmpty();
            assertThat(request.body()).isEmpty();
        });
        var wrong = subscription("Goal?nosuch=active", "empty");
        assertThat(subscriber().post("/fhir/Subscription", wrong).expect(422).body())
                .contains("nosuch");
    }

    /** IH-07, ITI-94: a subscriber to updates of patients gets them as they are made, merges included. */
    @Test
    void patientUpdates_reachWhoSubscribedToThem() {
        var updates = subscription("Patient?identifier=urn:number|" + number + ",urn:number|" + number + "x", "empty");
        updates.getChannel().getPayloadElement().getExtension().clear();
        subscribe(updates);
        var survivor = patient();
        var duplicate = new Patient();
        duplicate.setId("x" + number);
        duplicate.addIdentifier().setSystem("urn:number").setValue(number + "x");
        hub().source("clinic").put("/fhir/Patient/x" + number, duplicate).expect(201);
        await().atMost(SOON).until(() -> hook.requests().size() >= 2);
        duplicate
                .setActive(false)
                .addLink()
                .setType(Patient.LinkType.REPLACEDBY)
                .setOther(new Reference("Patient/p" + number));
        hub().source("clinic").put("/fhir/Patient/x" + number, duplicate).expect(200);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(hook.requests()).anySatisfy(request -> {
                    assertThat(request.path()).isEqualTo("/Patient/" + survivor);
                    assertThat(request.body()).contains(number + "x").contains("\"replaces\"");
                }));
    }

    private String patient() {
        var patient = new Patient();
        patient.setId("p" + number);
        patient.addIdentifier().setSystem("urn:number").setValue(number);
        hub().source("clinic").put("/fhir/Patient/p" + number, patient).expect(201);
        return hub().reader()
                .one(Patient.class, Face.identifier("urn:number", number))
                .getIdElement()
                .getIdPart();
    }

    /** Two feeds for one stay: the second says nothing new. */
    @Test
    void oneStayOfTwoFeeds_isToldOnce() {
        var admissions = subscribe("https://tributary.dev/fhir/SubscriptionTopic/admission", "id-only");
        var stay = Stay.ofSomebody();
        send(stay.adt("A01", "202401010800", "WEST"));
        var first = hub().reader().one(Encounter.class, Face.identifier(Stay.VISIT, stay.visit()));
        var again = new Encounter();
        again.setId("e" + number);
        again.setStatus(Encounter.EncounterStatus.INPROGRESS).setClass_(first.getClass_());
        again.getServiceProvider().setDisplay(first.getServiceProvider().getDisplay());
        var known = new Patient();
        known.setId("p" + number);
        known.addIdentifier().setSystem(Stay.MRN).setValue(stay.mrn());
        hub().source("clinic").put("/fhir/Patient/p" + number, known).expect(201);
        again.getSubject().setReference("Patient/p" + number);
        again.addIdentifier().setSystem("urn:other").setValue(stay.visit());
        again.getPeriod().setStartElement(new org.hl7.fhir.r4.model.DateTimeType("2024-01-01T08:10:00Z"));
        hub().source("clinic").put("/fhir/Encounter/e" + number, again).expect(201);
        var other = Stay.ofSomebody();
        send(other.adt("A01", "202401010800", "WEST"));
        await().atMost(SOON)
                .until(() -> about(admissions, null).stream()
                        .anyMatch(each -> each.path("patient").asText().equals(person(other))));
        assertThat(about(admissions, null))
                .filteredOn(each -> each.path("patient").asText().equals(person(stay)))
                .hasSize(1);
    }

    private String person(Stay stay) {
        return "Patient/"
                + hub().reader()
                        .one(Patient.class, Face.identifier(Stay.MRN, stay.mrn()))
                        .getIdElement()
                        .getIdPart();
    }

    private void send(dev.tributary.server.V2 message) {
        hub().source("hospital").hl7v2(message).expect(200);
        hub().journal().settle(message);
    }

    private List<JsonNode> about(String subscription, @org.jspecify.annotations.Nullable String focus) {
        var found = hub().operator()
                .get("/notifications?_count=200&subscription=" + subscription)
                .expect(200)
                .json()
                .path("notifications");
        return StreamSupport.stream(found.spliterator(), false)
                .filter(each -> focus == null || each.path("focus").asText().equals(focus))
                .toList();
    }

    private List<JsonNode> notifications(String subscription, int count) {
        await().atMost(SOON).until(() -> about(subscription, null).size() >= count);
        assertThat(about(subscription, null)).hasSize(count);
        return about(subscription, null);
    }

    private void put(GoalLifecycleStatus status) {
        var patient = new Patient();
        patient.setId("p" + number);
        patient.addIdentifier().setSystem("urn:number").setValue(number);
        var goal = new Goal();
        goal.setId("g" + number);
        goal.setLifecycleStatus(status).setSubject(new Reference("Patient/p" + number));
        goal.getDescription().setText("walk");
        hub().source("clinic").put("/fhir/Patient/p" + number, patient);
        var answer = hub().source("clinic").put("/fhir/Goal/g" + number, goal);
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    }

    private String subscribe(String criteria, String content) {
        return subscribe(subscription(criteria, content));
    }

    private String subscribe(Subscription subscription) {
        var created = subscriber()
                .post("/fhir/Subscription", subscription)
                .expect(201)
                .as(Subscription.class);
        var id = created.getIdElement().getIdPart();
        await().atMost(SOON)
                .until(() -> subscriber()
                                .get("/fhir/Subscription/" + id)
                                .as(Subscription.class)
                                .getStatus()
                        == SubscriptionStatus.ACTIVE);
        return id;
    }

    private Subscription subscription(String criteria, String content) {
        var subscription = new Subscription();
        subscription
                .setStatus(SubscriptionStatus.REQUESTED)
                .setReason("contract")
                .setCriteria(criteria)
                .getChannel()
                .setType(SubscriptionChannelType.RESTHOOK)
                .setEndpoint(hook.endpoint())
                .setPayload("application/fhir+json")
                .getPayloadElement()
                .addExtension(BACKPORT + "payload-content", new CodeType(content));
        return subscription;
    }

    /** In R4B's form, with the root elements of R5's as the guide's own example has them. */
    private Basic goals(String previous, String current) {
        var topic = new Basic();
        topic.getCode().addCoding().setSystem("http://hl7.org/fhir/fhir-types").setCode("SubscriptionTopic");
        topic.addModifierExtension(new Extension(R5 + "status", new CodeType("active")));
        topic.addExtension(R5 + "url", new UriType(canonical));
        topic.addExtension(R5 + "title", new StringType("Goal set"));
        var trigger = topic.addExtension().setUrl(R4B + "resourceTrigger");
        trigger.addExtension("resource", new UriType("http://hl7.org/fhir/StructureDefinition/Goal"));
        var query = trigger.addExtension().setUrl("queryCriteria");
        query.addExtension("previous", new StringType(previous));
        query.addExtension("current", new StringType(current));
        query.addExtension("requireBoth", new BooleanType(true));
        var filter = topic.addExtension().setUrl(R4B + "canFilterBy");
        filter.addExtension("resource", new UriType("Goal"));
        filter.addExtension("filterParameter", new StringType("patient"));
        return topic;
    }
}
