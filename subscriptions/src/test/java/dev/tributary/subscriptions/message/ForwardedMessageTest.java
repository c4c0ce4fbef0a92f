package dev.tributary.subscriptions.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.context.Stay;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ForwardedMessageTest {

    private static final Instant NOW = Instant.parse("2026-03-05T14:30:03Z");
    private static final UUID ID = UUID.fromString("6f0d3c8e-5a2b-4a6e-9d5e-0c3f8a1b2c3d");

    private final ForwardedMessage forwards = new ForwardedMessage("https://hub.example/fhir", "Lakeside Exchange");
    private Bundle received;
    private Bundle forwarded;

    @BeforeEach
    void forward() {
        received = new NotificationMessages(
                        FhirContext.forR4Cached(),
                        new NotificationMessages.Sender("https://hospital.example/fhir", "Hospital", "3"),
                        () -> NOW)
                .build(
                        Stay.finished().about("admission", "Encounter/e1", "Patient/p1"),
                        "x/1",
                        "https://hub.example/fhir/$process-message",
                        List.of())
                .orElseThrow();
        forwarded = forwards.of(received, "https://payer.example/fhir/$process-message", ID, NOW);
    }

    @Test
    @DisplayName("AL-09: the hub is the sender, who answered for it still does, the content is as it was")
    void header_namesTheHub() {
        MessageHeader header = (MessageHeader) forwarded.getEntryFirstRep().getResource();
        MessageHeader before = (MessageHeader) received.getEntryFirstRep().getResource();

        assertThat(header.getSender().getDisplay()).isEqualTo("Lakeside Exchange");
        assertThat(header.getDestinationFirstRep().getEndpoint())
                .isEqualTo("https://payer.example/fhir/$process-message");
        assertThat(header.getResponsible().getReference()).endsWith("Organization/o1");
        assertThat(header.getEventCoding().equalsDeep(before.getEventCoding())).isTrue();
        assertThat(header.getIdElement().getIdPart())
                .isNotEqualTo(before.getIdElement().getIdPart());
        for (int i = 1; i < received.getEntry().size(); i++) {
            assertThat(forwarded
                            .getEntry()
                            .get(i)
                            .getResource()
                            .equalsDeep(received.getEntry().get(i).getResource()))
                    .isTrue();
        }
    }

    @Test
    @DisplayName("AL-09: a Provenance says who it came from, who passed it on, and which bundle that was")
    void provenance_namesBoth() {
        Provenance provenance = forwarded.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Provenance.class::isInstance)
                .map(Provenance.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(provenance.getTargetFirstRep().getReference()).isEqualTo("urn:uuid:" + ID);
        assertThat(provenance.getActivity().getCodingFirstRep().getCode()).isEqualTo("transmit");
        assertThat(provenance.getAgent())
                .extracting(agent -> agent.getType().getCodingFirstRep().getCode())
                .containsExactly("author", "transmitter");
        assertThat(provenance.getEntityFirstRep().getWhat().getIdentifier().getValue())
                .isEqualTo(received.getIdElement().getIdPart());
    }

    @Test
    @DisplayName("AL-09: what is forwarded validates against the guide")
    void forwarded_validates() {
        AlertsGuide guide = AlertsGuide.load();
        assumeTrue(guide != null, "Not validated: the packages of the guides are not there");

        guide.assertValid(forwarded);
    }
}
