package dev.tributary.subscriptions.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;

/**
 * A received message as the hub passes it on (AL-09): content unchanged, with a header that names the hub as its sender and a Provenance that
 * names who it came from, as <a href="http://hl7.org/fhir/us/davinci-alerts/guidance.html">Da Vinci</a> asks of intermediaries.
 */
public final class ForwardedMessage {

    private static final String LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
    private static final String PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private static final String US_PARTICIPANT =
            "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type";
    private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    private final String fhirBase;
    private final String name;

    /** @param name what the exchange is called */
    public ForwardedMessage(String fhirBase, String name) {
        this.fhirBase = fhirBase;
        this.name = name;
    }

    /**
     * Builds it from a copy.
     *
     * @param id names the message that goes on; equal for every attempt
     */
    public Bundle of(Bundle received, String endpoint, UUID id, Instant now) {
        var message = received.copy();
        message.setId(id.toString());
        message.setTimestamp(Date.from(now));
        var hub = hub(id);
        var header = (MessageHeader) message.getEntryFirstRep().getResource();
        var author = author(header);
        readdress(header, endpoint, id, hub);
        message.getEntryFirstRep().setFullUrl("urn:uuid:" + id);
        absoluteFocus(received, header);
        var provenance = provenance(received, id, author, hub, now);
        message.addEntry()
                .setFullUrl("urn:uuid:" + provenance.getIdElement().getIdPart())
                .setResource(provenance);
        message.addEntry().setFullUrl(url(hub)).setResource(hub);
        return message;
    }

    private void readdress(MessageHeader header, String endpoint, UUID id, Organization hub) {
        header.setId(id.toString());
        header.getDestination().clear();
        header.addDestination().setEndpoint(endpoint);
        if (!header.hasResponsible() && header.hasSender()) {
            header.setResponsible(header.getSender().copy());
        }
        header.setSender(new Reference(url(hub)).setDisplay(name));
        header.setSource(new MessageHeader.MessageSourceComponent()
                .setName(name)
                .setSoftware("Tributary")
                .setEndpoint(fhirBase + "/$process-message"));
    }

    /** The header has another address now, so what it says relative to the old one is said in full. */
    private static void absoluteFocus(Bundle received, MessageHeader header) {
        header.getFocus().forEach(focus -> absolute(received, focus));
        for (var reference : new Reference[] {header.getAuthor(), header.getResponsible(), header.getEnterer()}) {
            absolute(received, reference);
        }
    }

    private static void absolute(Bundle received, Reference reference) {
        if (reference.hasReference()) {
            received.getEntry().stream()
                    .filter(entry -> entry.hasFullUrl() && entry.hasResource())
                    .filter(entry -> reference
                            .getReference()
                            .equals(entry.getResource().fhirType() + "/"
                                    + entry.getResource().getIdElement().getIdPart()))
                    .findFirst()
                    .ifPresent(entry -> reference.setReference(entry.getFullUrl()));
        }
    }

    private static Optional<Reference> author(MessageHeader header) {
        return Optional.of(header.getResponsible())
                .filter(Reference::hasReference)
                .or(() -> Optional.of(header.getSender()).filter(Reference::hasReference))
                .or(() -> Optional.of(header.getAuthor()).filter(Reference::hasReference))
                .map(Reference::copy);
    }

    private Provenance provenance(Bundle received, UUID id, Optional<Reference> author, Organization hub, Instant now) {
        var provenance = new Provenance();
        provenance.setId(UUID.nameUUIDFromBytes((id + "|provenance").getBytes(StandardCharsets.UTF_8))
                .toString());
        provenance.getMeta().addProfile(US_CORE + "provenance");
        provenance.addTarget(new Reference("urn:uuid:" + id));
        provenance.setRecorded(Date.from(now));
        provenance.setActivity(concept(LIFECYCLE, "transmit", "Transmit Record Lifecycle Event")
                .setText("Forward the message bundle"));
        author.ifPresent(who -> {
            absolute(received, who);
            provenance
                    .addAgent()
                    .setType(concept(PARTICIPANT, "author", "Author"))
                    .setWho(who);
        });
        provenance
                .addAgent()
                .setType(concept(US_PARTICIPANT, "transmitter", "Transmitter"))
                .setWho(new Reference(url(hub)).setDisplay(name));
        if (received.getIdElement().hasIdPart()) {
            provenance
                    .addEntity()
                    .setRole(ProvenanceEntityRole.SOURCE)
                    .setWhat(new Reference()
                            .setType("Bundle")
                            .setIdentifier(new Identifier()
                                    .setValue(received.getIdElement().getIdPart()))
                            .setDisplay("The message as it was received"));
        }
        return provenance;
    }

    private Organization hub(UUID id) {
        var hub = new Organization().setActive(true).setName(name);
        hub.addIdentifier().setSystem("urn:ietf:rfc:3986").setValue(fhirBase);
        hub.getMeta().addProfile(US_CORE + "organization");
        hub.setId(UUID.nameUUIDFromBytes((id + "|hub").getBytes(StandardCharsets.UTF_8))
                .toString());
        return hub;
    }

    private static String url(Organization hub) {
        return "urn:uuid:" + hub.getIdElement().getIdPart();
    }

    private static CodeableConcept concept(String system, String code, String display) {
        return new CodeableConcept().addCoding(new Coding(system, code, display));
    }
}
