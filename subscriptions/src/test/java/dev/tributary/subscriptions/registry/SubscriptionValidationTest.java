package dev.tributary.subscriptions.registry;

import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static dev.tributary.subscriptions.Subscriptions.withFilter;
import static dev.tributary.subscriptions.Subscriptions.withMaxCount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.channel.NotificationSecret;
import dev.tributary.subscriptions.channel.RestHook;
import dev.tributary.subscriptions.delivery.Channels;
import dev.tributary.subscriptions.fanout.QuietingRule;
import dev.tributary.subscriptions.filters.ValueSets;
import dev.tributary.subscriptions.outbox.InProcessSignal;
import dev.tributary.subscriptions.rosters.PanelReader;
import dev.tributary.subscriptions.rosters.RosterStore;
import dev.tributary.subscriptions.topics.ShippedTopics;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

class SubscriptionValidationTest {

    private static final String ENDPOINT = "http://127.0.0.1:5000/notify";

    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    private static final String SECRET = "https://tributary.dev/fhir/StructureDefinition/notification-secret";

    private final EndpointPolicy policy = EndpointPolicy.of(List.of("http://127.0.0.1:*", "http://lab.internal:*"));

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("unknown topic", s -> s.setCriteria("http://example.org/topic"), "Subscription.criteria"),
                mistake("no criteria", s -> s.setCriteria(null), "Subscription.criteria"),
                mistake("unknown filter", s -> withFilter(s, "Encounter?length=5"), "Subscription.criteria.extension"),
                mistake(
                        "chained filter",
                        s -> withFilter(s, "Encounter?patient.name=x"),
                        "Subscription.criteria.extension"),
                mistake(
                        "two patients",
                        s -> withFilter(withFilter(s, "Encounter?patient=a"), "Encounter?patient=b"),
                        "Subscription.criteria.extension"),
                mistake(
                        "e-mail",
                        s -> s.getChannel().setType(SubscriptionChannelType.EMAIL),
                        "Subscription.channel.type"),
                mistake(
                        "custom channel",
                        s -> s.getChannel()
                                .getTypeElement()
                                .addExtension(
                                        "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-channel-type",
                                        new CodeType("zulip")),
                        "Subscription.channel.type"),
                mistake(
                        "MIME type",
                        s -> s.getChannel().getPayloadElement().setValue("text/plain"),
                        "Subscription.channel.payload"),
                mistake(
                        "FHIR version",
                        s -> s.getChannel().getPayloadElement().setValue("application/fhir+json;fhirVersion=5.0"),
                        "Subscription.channel.payload"),
                mistake(
                        "no payload content",
                        s -> s.getChannel().getPayloadElement().getExtension().clear(),
                        "Subscription.channel.payload.extension"),
                mistake(
                        "unknown payload content",
                        s -> s.getChannel()
                                .getPayloadElement()
                                .getExtensionFirstRep()
                                .setValue(new CodeType("all")),
                        "Subscription.channel.payload.extension"),
                mistake(
                        "http endpoint",
                        s -> s.getChannel().setEndpoint("http://example.org/x"),
                        "Subscription.channel.endpoint"),
                mistake("no endpoint", s -> s.getChannel().setEndpoint(null), "Subscription.channel.endpoint"),
                mistake("header of the hub", s -> s.getChannel().addHeader("Host: x"), "Subscription.channel.header"),
                mistake("two lines", s -> s.getChannel().addHeader("X: a\nY: b"), "Subscription.channel.header"),
                mistake(
                        "short secret",
                        s -> s.getChannel().addExtension(SECRET, new StringType("too short")),
                        "Subscription.channel.extension"),
                mistake(
                        "status error",
                        s -> s.setStatus(Subscription.SubscriptionStatus.ERROR),
                        "Subscription.status"));
    }

    static Stream<Arguments> mistakesOfMeasure() {
        return Stream.of(
                mistake(
                        "modifier that nobody knows",
                        s -> s.getChannel()
                                .addModifierExtension()
                                .setUrl("http://example.org/not")
                                .setValue(new StringType("x")),
                        "Subscription.modifierExtension"),
                mistake(
                        "signature of its own",
                        s -> s.getChannel().addHeader("X-Hub-Signature-256: x"),
                        "Subscription.channel.header"),
                mistake(
                        "no events at a time",
                        s -> s.getChannel().addExtension(BACKPORT + "max-count", new IntegerType(0)),
                        "Subscription.channel.extension"),
                mistake(
                        "negative timeout",
                        s -> s.getChannel().addExtension(BACKPORT + "timeout", new IntegerType(-1)),
                        "Subscription.channel.extension"),
                mistake(
                        "end in the past",
                        s -> s.setEnd(Date.from(Instant.now().minusSeconds(60))),
                        "Subscription.end"),
                mistake(
                        "no such port",
                        s -> s.getChannel().setEndpoint("http://127.0.0.1:99999/x"),
                        "Subscription.channel.endpoint"));
    }

    private static Arguments mistake(String name, Consumer<Subscription> change, String path) {
        return arguments(name, change, path);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"mistakes", "mistakesOfMeasure"})
    @DisplayName("SB-03: what cannot be served is refused, with its place")
    void mistake_isRefusedWithItsPlace(String name, Consumer<Subscription> change, String path) {
        Subscription subscription = toDischarges(ENDPOINT, "id-only");
        change.accept(subscription);
        Validation validation = validate(subscription);
        assertThat(validation.accepted()).isEmpty();
        assertThat(validation.problems()).extracting(Validation.Problem::path).containsExactly(path);
    }

    @Test
    @DisplayName("SB-03: full-resource does not cross a network in the clear")
    void fullResourceOverHttp_isRefused() {
        Subscription subscription = toDischarges("http://lab.internal:80/x", "full-resource");
        assertThat(validate(subscription).problems()).hasSize(1);
    }

    @Test
    void everythingAllowed_isRead() {
        Subscription subscription =
                withMaxCount(withFilter(toDischarges(ENDPOINT, "empty"), "Encounter?subject=Patient/7"), 20);
        subscription.getChannel().getPayloadElement().setValue("application/fhir+json; fhirVersion=4.0");
        SubscriptionDefinition definition = validate(subscription).accepted().orElseThrow();
        assertThat(definition.filters()).containsExactly(new Filter("Encounter", "patient", "", List.of("Patient/7")));
        assertThat(definition.channel().maxCount()).isEqualTo(20);
        assertThat(definition.content()).isEqualTo(PayloadContent.EMPTY);
    }

    private Validation validate(Subscription subscription) {
        FhirContext fhir = FhirContext.forR4Cached();
        // Judging sends nothing.
        RestHook restHook = new RestHook(new RestHook.Parts(null, policy, null, null, null, Instant::now));
        Channels channels = new Channels(List.of(restHook));
        SubscriptionReader reader = new SubscriptionReader(new ShippedTopics(), channels.types());
        SubscriptionStore unused =
                new SubscriptionStore(new JdbcTemplate(), new Definitions(fhir, reader), Instant::now);
        Selections selections = new Selections(
                new JdbcTemplate(),
                new RosterStore(new JdbcTemplate(), Instant::now),
                PanelReader.NONE,
                ValueSets.NONE);
        return new SubscriptionRegistry(
                        unused,
                        reader,
                        List.of(channels, new NotificationSecret(), new QuietingRule(), new EndRule(Instant::now)),
                        selections,
                        new InProcessSignal())
                .validate(subscription, "owner");
    }
}
