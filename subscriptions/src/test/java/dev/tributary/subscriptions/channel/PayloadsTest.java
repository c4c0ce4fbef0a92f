package dev.tributary.subscriptions.channel;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.delivery.Purpose;
import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.ChannelDefinition;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.PayloadDefinition;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.topics.ShippedTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadsTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final UUID ID = UUID.fromString("6b2f9a3e-0a2b-4c1d-8e5f-001122334455");

    private final BackportBundles bundles = new BackportBundles(
            "https://hub.example/fhir", (ref, owner) -> Optional.empty(), () -> ID, Clock.fixed(NOW, ZoneOffset.UTC));

    /** Written by another composer than HAPI's, since that is several times as fast; nobody must see a difference. */
    @ParameterizedTest
    @EnumSource(
            value = PayloadContent.class,
            names = {"EMPTY", "ID_ONLY"})
    void bundlesWithoutResources_areWrittenAsHapiWouldWriteThem(PayloadContent content) throws Exception {
        for (Purpose purpose : Purpose.values()) {
            List<NotifiedEvent> events = purpose == Purpose.EVENTS ? List.of(event(7), event(8)) : List.of();
            Shipment shipment = new Shipment(subscription(content), purpose, events);
            Bundle bundle = switch (purpose) {
                case HANDSHAKE -> bundles.handshake(shipment.subscription());
                case HEARTBEAT -> bundles.heartbeat(shipment.subscription());
                case EVENTS -> bundles.notification(shipment.subscription(), events);
            };
            String written = new Payloads(FHIR, bundles).of(shipment);
            ObjectMapper json = new ObjectMapper();
            assertThat(json.readTree(written))
                    .isEqualTo(json.readTree(FHIR.newJsonParser().encodeResourceToString(bundle)));
        }
    }

    private static StoredSubscription subscription(PayloadContent content) {
        SubscriptionDefinition definition = new SubscriptionDefinition(
                new ShippedTopics().find(EventKind.DISCHARGE.topic()).orElseThrow(),
                true,
                List.of(),
                new ChannelDefinition(
                        "rest-hook", "https://receiver.example/x", List.of(), Duration.ofSeconds(10), null, 10),
                new PayloadDefinition("application/fhir+json", content),
                null,
                new Subscription());
        return new StoredSubscription(
                "s1", "owner", definition, SubscriptionStatus.ACTIVE, 1, "It \"was\" refused: é\n", 8);
    }

    private static NotifiedEvent event(long number) {
        return new NotifiedEvent(
                number,
                number,
                "discharge",
                NOW,
                NOW,
                "Encounter/e" + number,
                number == 7 ? "1" : "2",
                "Patient/p1",
                Facts.none());
    }
}
