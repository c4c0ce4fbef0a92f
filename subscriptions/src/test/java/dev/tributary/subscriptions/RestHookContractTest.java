package dev.tributary.subscriptions;

import static dev.tributary.subscriptions.Subscriptions.asXml;
import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static dev.tributary.subscriptions.Subscriptions.withHeartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.Receiver.Received;
import dev.tributary.subscriptions.outbound.BodySignature;
import dev.tributary.subscriptions.outbound.EndpointPrefix;
import dev.tributary.subscriptions.outbound.ReceiverTokens.Credentials;
import dev.tributary.subscriptions.outbound.SigningKeys.Key;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.topics.Along;
import dev.tributary.subscriptions.topics.ShippedTopics;
import dev.tributary.subscriptions.topics.Topic;
import dev.tributary.subscriptions.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a rest-hook gets, beyond what every channel promises. */
class RestHookContractTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Receiver receiver = new Receiver(Hub.FHIR);
    private final Receiver authority = new Receiver(Hub.FHIR);
    private Hub hub;

    @BeforeEach
    void open() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
        authority.close();
        hub.close();
    }

    private void start(Hub.Options options) {
        hub = new Hub(TestDatabase.H2, options);
        hub.start();
    }

    private void activate(String id, Subscription subscription) {
        hub.subscribe(id, subscription);
        awaitStatus(id, SubscriptionStatus.ACTIVE);
    }

    private void awaitStatus(String id, SubscriptionStatus status) {
        await().atMost(SOON).until(() -> hub.status(id) == status);
    }

    private List<Received> awaitEvents(String path, int count) {
        await().atMost(SOON).until(() -> events(path).size() >= count);
        return events(path);
    }

    private List<Received> events(String path) {
        return receiver.got(path).stream()
                .filter(received -> received.type().equals("event-notification"))
                .toList();
    }

    @Test
    @DisplayName("SB-08, REQ 26: FHIR XML is sent as application/fhir+xml")
    void xml_isSentAsXml() {
        start(Hub.Options.none());
        hub.readable("e1", "p1");
        activate("s1", asXml(toDischarges(receiver.url("/a"), "full-resource")));
        hub.commit("e1");
        Received got = awaitEvents("/a", 1).get(0);
        assertThat(got.headers().getFirst("Content-Type")).isEqualTo("application/fhir+xml");
        assertThat(got.body()).startsWith("<Bundle");
        assertThat(got.bundle().getEntry().get(1).getResource()).isInstanceOf(Encounter.class);
    }

    @Test
    @DisplayName(
            "SB-10, REQ 93, 94, 102: heartbeats come when nothing else does, by one engine only, and count nothing")
    void heartbeat_comesWhenNothingElseDoes() {
        start(Hub.Options.none());
        hub.start();
        activate("s1", withHeartbeat(toDischarges(receiver.url("/a"), "id-only"), 60));
        activate("s2", toDischarges(receiver.url("/b"), "id-only"));
        hub.clock.advance(Duration.ofSeconds(59));
        hub.commit("e1");
        awaitEvents("/a", 1);
        await().until(() -> hub.log.list("s1", "delivered", 10).size() == 1);

        hub.clock.advance(Duration.ofSeconds(59));
        hub.signal.appended();
        hub.clock.advance(Duration.ofSeconds(2));
        await().atMost(SOON).until(() -> heartbeats("/a").size() == 1);
        // The next period begins when the engine has written this one down.
        Instant now = hub.clock.instant();
        await().atMost(SOON).until(() -> nextHeartbeat("s1").isAfter(now));
        hub.clock.advance(Duration.ofSeconds(61));
        await().atMost(SOON).until(() -> heartbeats("/a").size() == 2);

        assertThat(value(heartbeats("/a").get(1), "events-since-subscription-start"))
                .isEqualTo("1");
        assertThat(value(heartbeats("/a").get(1), "status")).isEqualTo("active");
        assertThat(heartbeats("/b")).isEmpty();
    }

    private Instant nextHeartbeat(String subscription) {
        return hub.jdbc
                .queryForObject(
                        "select heartbeat_at from hub.subscription_lane where subscription_id = ?",
                        OffsetDateTime.class,
                        subscription)
                .toInstant();
    }

    private List<Received> heartbeats(String path) {
        return receiver.got(path).stream()
                .filter(received -> received.type().equals("heartbeat"))
                .toList();
    }

    private static String value(Received received, String name) {
        return received.status().getParameter(name).getValue().primitiveValue();
    }

    @Test
    @DisplayName("SB-14: an endpoint that is closed or gone is not tried blindly, and the events are kept")
    void closedEndpoint_leadsToErrorAfterThreeLooks() {
        start(Hub.Options.none());
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        receiver.answer("/a", 403);
        hub.commit("e1");
        awaitStatus("s1", SubscriptionStatus.ERROR);
        assertThat(events("/a")).hasSize(3);
        assertThat(hub.changes.get(1)).contains("HTTP 403");
        assertThat(hub.log.list("s1", "pending", 10)).hasSize(1);

        receiver.answer("/a", 200);
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        await().atMost(SOON).until(() -> receiver.numbers("/a").equals(List.of(1)));
    }

    @Test
    void retryAfter_isWaitedFor() {
        start(Hub.Options.none());
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        receiver.header("Retry-After", "1");
        receiver.answer("/a", 429);
        hub.commit("e1");
        awaitEvents("/a", 1);
        receiver.answer("/a", 200);
        hub.signal.appended();
        assertThat(events("/a")).hasSize(1);
        hub.clock.advance(Duration.ofMillis(1100));
        await().atMost(SOON).until(() -> receiver.numbers("/a").equals(List.of(1)));
    }

    @Test
    @DisplayName("A signature covers time and body, by the subscriber's own key before the configured one")
    void signature_coversTimeAndBody() {
        EndpointPrefix prefix = EndpointPrefix.parse(receiver.url("/"));
        start(new Hub.Options(
                new ShippedTopics(),
                Hub.Options.none().email(),
                List.of(),
                List.of(new Key(prefix, "configured-key-1"))));
        Subscription own = toDischarges(receiver.url("/own"), "id-only");
        own.getChannel()
                .addExtension(
                        "https://tributary.dev/fhir/StructureDefinition/notification-secret",
                        new StringType("subscribers-key-1"));
        activate("s1", own);
        activate("s2", toDischarges(receiver.url("/usual"), "id-only"));
        hub.commit("e1");
        expectSigned(awaitEvents("/own", 1).get(0), "subscribers-key-1");
        expectSigned(awaitEvents("/usual", 1).get(0), "configured-key-1");
    }

    private static void expectSigned(Received received, String key) {
        String timestamp = received.headers().getFirst(BodySignature.TIMESTAMP);
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        byte[] body = received.body().getBytes(StandardCharsets.UTF_8);
        assertThat(received.headers().getFirst(BodySignature.SIGNATURE))
                .isEqualTo(BodySignature.of(key, at, body).signature());
    }

    @Test
    @DisplayName("A receiver's token is fetched by client credentials and fetched anew, once, when it is refused")
    void bearerToken_isFetchedAndReplacedOnce() {
        AtomicInteger tokens = new AtomicInteger();
        try (TokenServer server = new TokenServer(tokens)) {
            start(new Hub.Options(
                    new ShippedTopics(),
                    Hub.Options.none().email(),
                    List.of(new Credentials(
                            EndpointPrefix.parse(receiver.url("/")), Set.of(), server.url(), "hub", "secret", null)),
                    List.of()));
            receiver.judge((received, usual) ->
                    received.headers().getFirst("Authorization").equals("Bearer t" + tokens.get()) ? usual : 401);
            activate("s1", toDischarges(receiver.url("/a"), "id-only"));
            tokens.incrementAndGet(); // The receiver has forgotten the first one.
            hub.commit("e1");
            await().atMost(SOON).until(() -> hub.log.list("s1", "delivered", 10).size() == 1);
            assertThat(events("/a"))
                    .extracting(received -> received.headers().getFirst("Authorization"))
                    .containsExactly("Bearer t1", "Bearer t3");
            assertThat(hub.log.list("s1", "delivered", 10).get(0).attempts()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("REQ 35: what the topic includes goes along, as much of it as the payload content says")
    void includes_honourThePayloadContent() {
        Topics topics = includingLocations();
        start(new Hub.Options(topics, Hub.Options.none().email(), List.of(), List.of()));
        hub.readable("e1", "p1");
        Encounter encounter = (Encounter) hub.readable.get("Encounter/e1");
        encounter.addLocation().getLocation().setReference("Location/w1");
        encounter.addParticipant().getIndividual().setReference("Practitioner/d1");
        encounter.addAccount().setReference("Account/a1");
        ((Patient) hub.readable.get("Patient/p1")).addLink().getOther().setReference("Patient/p2");
        Patient linked = new Patient();
        linked.addLink().getOther().setReference("Patient/p1");
        linked.addLink().getOther().setReference("Patient/p3");
        hub.readable.put("Patient/p2", linked.setId("p2"));
        hub.referrers.put("Observation:encounter:Encounter/e1", List.of("Observation/o1"));
        hub.readable.put("Observation/o1", new Observation().setId("o1"));
        activate("s1", toDischarges(receiver.url("/empty"), "empty"));
        activate("s2", toDischarges(receiver.url("/ids"), "id-only"));
        activate("s3", toDischarges(receiver.url("/full"), "full-resource"));
        hub.commit("e1");

        Bundle empty = awaitEvents("/empty", 1).get(0).bundle();
        assertThat(empty.getEntry()).hasSize(1);
        Received ids = awaitEvents("/ids", 1).get(0);
        assertThat(contexts(ids))
                .containsExactly(
                        "Patient/p1",
                        "Patient/p2",
                        "Patient/p3",
                        "Location/w1",
                        "Account/a1",
                        "Observation/o1",
                        "Practitioner/d1");
        assertThat(ids.bundle().getEntry().stream().skip(1))
                .hasSize(8)
                .noneMatch(Bundle.BundleEntryComponent::hasResource);
        Bundle full = awaitEvents("/full", 1).get(0).bundle();
        assertThat(full.getEntry()).hasSize(9);
        assertThat(full.getEntry().get(1).hasResource()).isTrue();
        assertThat(full.getEntry().get(7).getResource()).isInstanceOf(Observation.class);
    }

    private static List<String> contexts(Received received) {
        List<String> contexts = new ArrayList<>();
        for (ParametersParameterComponent part :
                received.status().getParameter("notification-event").getPart()) {
            if (part.getName().equals("additional-context")) {
                contexts.add(((Reference) part.getValue()).getReference().substring(Hub.BASE.length() + 1));
            }
        }
        return contexts;
    }

    private static Topics includingLocations() {
        ShippedTopics shipped = new ShippedTopics();
        return new Topics() {
            @Override
            public Optional<Topic> find(String canonical) {
                return shipped.find(canonical)
                        .map(topic -> new Topic(
                                topic.canonical(),
                                topic.kind(),
                                topic.title(),
                                topic.resourceTypes(),
                                topic.limits(),
                                new Along(
                                        List.of(
                                                "Encounter:patient&iterate=Patient.link",
                                                "Encounter:location",
                                                "Encounter:account",
                                                "Encounter:observation",
                                                "Encounter:participant:Practitioner"),
                                        List.of("Encounter:subject", "Observation:encounter"))));
            }

            @Override
            public List<Topic> all() {
                return shipped.all();
            }
        };
    }

    @Test
    @DisplayName("What is pending when a client changes its Subscription goes out the new way, under the old numbers")
    void changedSubscription_takesItsPendingEventsAlong() {
        start(Hub.Options.none());
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        receiver.answer("/a", 500);
        hub.commit("e1", "e2");
        awaitEvents("/a", 1);
        activate("s1", asXml(toDischarges(receiver.url("/b"), "empty")));
        await().atMost(SOON).until(() -> receiver.numbers("/b").equals(List.of(1, 2)));
        assertThat(events("/b").get(0).body()).startsWith("<Bundle").doesNotContain("Patient/");
    }

    @Test
    @DisplayName("What the old endpoint answers after its Subscription has changed puts nothing off")
    void changedSubscription_doesNotWaitForTheOldEndpoint() {
        start(Hub.Options.none());
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        receiver.answer("/a", 503);
        receiver.header("Retry-After", "3600");
        receiver.hold("/a");
        hub.commit("e1");
        awaitEvents("/a", 1);
        hub.subscribe("s1", toDischarges(receiver.url("/b"), "id-only"));
        receiver.release("/a");
        await().atMost(SOON).until(() -> receiver.numbers("/b").equals(List.of(1)));
    }

    @Test
    void removedSubscription_getsNothingMore() {
        start(Hub.Options.none());
        activate("s1", toDischarges(receiver.url("/a"), "id-only"));
        receiver.answer("/a", 500);
        hub.commit("e1");
        awaitEvents("/a", 1);
        hub.transactions.executeWithoutResult(tx -> hub.registry.remove("s1"));
        await().atMost(SOON).until(() -> hub.log.list("s1", "dead", 10).size() == 1);
        int before = receiver.got("/a").size();
        hub.commit("e2");
        hub.clock.advance(Duration.ofMinutes(1));
        activate("s2", toDischarges(receiver.url("/c"), "id-only"));
        assertThat(receiver.got("/a").size()).isLessThanOrEqualTo(before + 1);
        assertThat(hub.log.list("s1", "pending", 10)).isEmpty();
    }
}
