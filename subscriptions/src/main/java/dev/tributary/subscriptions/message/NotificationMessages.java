package dev.tributary.subscriptions.message;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.context.EventContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Message bundles of <a href="http://hl7.org/fhir/us/davinci-alerts/">Da Vinci Unsolicited Notifications 1.1.0</a> (AL-01 to AL-07): one
 * event of one person, with everything that it refers to. The same event of the same subscription has the same ids whenever it is built,
 * so a receiver knows a repeated message (AL-11).
 */
public final class NotificationMessages {

    private static final String PROFILE = NotificationEvents.GUIDE + "StructureDefinition/";
    private static final String REASONS = "http://terminology.hl7.org/CodeSystem/message-reasons-encounter";

    private final FhirContext fhir;
    private final Sender sender;
    private final InstantSource clock;

    /**
     * Who sends.
     *
     * @param fhirBase the hub's public FHIR base URL, without trailing slash
     * @param name of the exchange, for people
     */
    public record Sender(String fhirBase, String name, String version) {}

    public NotificationMessages(FhirContext fhir, Sender sender, InstantSource clock) {
        this.fhir = fhir;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * Builds one message.
     *
     * @param name of the message, unique for subscription and event number
     * @param endpoint where it is sent
     * @param more what goes with it and refers to the event's focus
     * @return empty if the focus can no longer be read
     */
    public Optional<Bundle> build(EventContext context, String name, String endpoint, List<Resource> more) {
        List<Resource> resources = new ArrayList<>(new ReferenceGraph(fhir, sender.fhirBase(), context).read());
        if (resources.isEmpty()) {
            return Optional.empty();
        }
        addPayers(resources);
        Organization hub = hub();
        resources.add(hub);
        GuideProfiles profiles = new GuideProfiles(sender.fhirBase());
        resources.forEach(profiles::apply);
        Bundle bundle = new Bundle();
        bundle.setId(id("bundle", name));
        bundle.getMeta().addProfile(PROFILE + "notifications-bundle");
        bundle.setType(BundleType.MESSAGE).setTimestamp(Date.from(clock.instant()));
        MessageHeader header = header(context, resources, endpoint);
        header.setId(id("message", name));
        bundle.addEntry()
                .setFullUrl(sender.fhirBase() + "/MessageHeader/"
                        + header.getIdElement().getIdPart())
                .setResource(header);
        resources.forEach(resource -> add(bundle, resource));
        more.forEach(resource -> add(bundle, resource));
        return Optional.of(bundle);
    }

    private void add(Bundle bundle, Resource resource) {
        String id = resource.getIdElement().getIdPart();
        // What is not stored in the hub has no address there.
        String url = resource instanceof Composition
                ? "urn:uuid:" + id
                : sender.fhirBase() + "/" + resource.fhirType() + "/" + id;
        boolean isThere = bundle.getEntry().stream().anyMatch(entry -> url.equals(entry.getFullUrl()));
        if (!isThere) {
            resource.setId(id);
            bundle.addEntry().setFullUrl(url).setResource(resource);
        }
    }

    private static void addPayers(List<Resource> resources) {
        for (Resource resource : List.copyOf(resources)) {
            if (resource instanceof Coverage coverage) {
                resources.addAll(GuideProfiles.namedPayers(
                        coverage, "payer-" + coverage.getIdElement().getIdPart()));
            }
        }
    }

    private MessageHeader header(EventContext context, List<Resource> resources, String endpoint) {
        Coding event = NotificationEvents.of(context);
        MessageHeader header = new MessageHeader();
        header.getMeta().addProfile(PROFILE + "notifications-messageheader");
        String special = NotificationEvents.headerProfile(event);
        Resource focus = resources.get(0);
        if (special != null && focus instanceof Encounter) {
            header.getMeta().addProfile(special);
        }
        header.setEvent(event);
        header.addDestination().setEndpoint(endpoint);
        header.setSender(reference(hub()).setDisplay(sender.name()));
        header.getSource()
                .setName(sender.name())
                .setSoftware("Tributary")
                .setVersion(sender.version())
                .setEndpoint(sender.fhirBase() + "/$process-message");
        header.addFocus(reference(focus));
        if (focus instanceof Encounter encounter) {
            people(header, encounter, resources);
        }
        if (NotificationEvents.isCorrection(context.event().kind())) {
            header.setReason(new CodeableConcept().addCoding(new Coding(REASONS, "edit", "Edit")));
        }
        return header;
    }

    /** Who looks after the patient answers for the message; whoever is named must be in the bundle. */
    private static void people(MessageHeader header, Encounter encounter, List<Resource> resources) {
        Reference provider = encounter.getServiceProvider();
        if (isThere(provider, resources)) {
            header.setResponsible(provider.copy());
        }
        encounter.getParticipant().stream()
                .map(participant -> participant.getIndividual())
                .filter(individual -> isThere(individual, resources))
                .findFirst()
                .ifPresent(individual -> header.setAuthor(individual.copy()));
    }

    private static boolean isThere(Reference reference, List<Resource> resources) {
        return resources.stream()
                .anyMatch(resource -> reference(resource).getReference().equals(reference.getReference()));
    }

    private static Reference reference(Resource resource) {
        return new Reference(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
    }

    /** The exchange itself. */
    private Organization hub() {
        Organization hub = new Organization().setActive(true).setName(sender.name());
        hub.setId("Organization/hub");
        return hub;
    }

    private static String id(String what, String name) {
        return UUID.nameUUIDFromBytes((what + '|' + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
