package dev.tributary.subscriptions.context;

import dev.tributary.subscriptions.backport.ResourceReader;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * The record around one event, through its subscriber's eyes. Reads what is asked for, each resource once; what the subscriber may not
 * read is as if it were not there. For one thread and one notification: the record may be another a moment later.
 */
public final class EventContext {

    private static final String DELETED = "deleted focus";

    private final NotifiedEvent event;
    private final String owner;
    private final ResourceReader reader;
    private final RecordSearch search;
    private final RetiredPatients retired;
    private final Map<String, Optional<Resource>> read = new HashMap<>();

    /** @param owner the client that the subscription belongs to */
    public EventContext(NotifiedEvent event, String owner, Reads reads) {
        this.event = event;
        this.owner = owner;
        this.reader = reads.resources();
        this.search = reads.search();
        this.retired = reads.retired();
    }

    /** Ways to read the record. */
    public record Reads(ResourceReader resources, RecordSearch search, RetiredPatients retired) {

        /** The context of one event for the client that its subscription belongs to. */
        public EventContext of(NotifiedEvent event, String ownerClientId) {
            return new EventContext(event, ownerClientId, this);
        }
    }

    public NotifiedEvent event() {
        return event;
    }

    /** What the event is about. What was deleted is shown as it last was, entered in error: a receiver of messages must know which one is meant. */
    public Optional<Resource> focus() {
        Optional<Resource> now = resource(event.focus());
        return now.isPresent() || !event.isDeletion() ? now : read.computeIfAbsent(DELETED, name -> lastBefore());
    }

    private Optional<Resource> lastBefore() {
        return versionBefore(event.focusVersion())
                .flatMap(version -> reader.read(event.focus(), version, owner))
                .map(last -> {
                    Resource shown = last.copy();
                    shown.setId(event.focus());
                    return enteredInError(shown);
                });
    }

    /** A deletion is a version as well. */
    private static Optional<String> versionBefore(String version) {
        return version.matches("[1-9][0-9]{0,8}")
                ? Optional.of(Integer.toString(Integer.parseInt(version) - 1))
                : Optional.empty();
    }

    private static Resource enteredInError(Resource resource) {
        try {
            resource.setProperty("status", new CodeType("entered-in-error"));
        } catch (FHIRException e) {
            return resource; // Its type has no such status.
        }
        return resource;
    }

    /** The person, as unified over all sources. */
    public Optional<Patient> patient() {
        return read(event.patient(), Patient.class);
    }

    /** The visit, if the focus is one or says of which one it is. */
    public Optional<Encounter> encounter() {
        Resource focus = focus().orElse(null);
        if (focus instanceof Encounter encounter) {
            return Optional.of(encounter);
        }
        return focus == null
                ? Optional.empty()
                : EncounterOf.reference(focus).flatMap(reference -> read(reference, Encounter.class));
    }

    /** Who lives on in the person since the event, as they last were; none unless persons were merged. */
    public List<Patient> retired() {
        return retired.of(event).stream().filter(patient -> !patient.isEmpty()).toList();
    }

    /** The target of a relative reference; empty too if it is of another type. */
    public <T extends Resource> Optional<T> read(Reference reference, Class<T> type) {
        return reference.hasReference() ? read(reference.getReference(), type) : Optional.empty();
    }

    /** The resource {@code Type/id}; empty too if it is of another type. */
    public <T extends Resource> Optional<T> read(String reference, Class<T> type) {
        return resource(reference).filter(type::isInstance).map(type::cast);
    }

    /** The resource {@code Type/id}; empty for contained and foreign references. */
    public Optional<Resource> resource(String reference) {
        return reference.matches("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}")
                ? read.computeIfAbsent(reference, each -> reader.read(each, owner))
                : Optional.empty();
    }

    /** What refers to a resource, changed last first. */
    public <T extends Resource> List<T> find(Class<T> type, String parameter, String reference, int limit) {
        List<Resource> found = search.find(type.getSimpleName(), parameter, reference, limit, owner);
        return found.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
