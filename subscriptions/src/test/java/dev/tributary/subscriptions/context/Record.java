package dev.tributary.subscriptions.context;

import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** A record in memory, for what is built from it. */
public final class Record {

    public static final Instant OCCURRED = Instant.parse("2026-03-05T14:30:00Z");
    public static final Instant RECORDED = Instant.parse("2026-03-05T14:30:02Z");

    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final List<Patient> retired = new ArrayList<>();

    /** Adds a resource under its type and this id. */
    public <T extends Resource> T add(String id, T resource) {
        resource.setId(resource.fhirType() + "/" + id);
        resources.put(resource.fhirType() + "/" + id, resource);
        return resource;
    }

    public void remove(String reference) {
        resources.remove(reference);
    }

    /** Deletes it: this version of it, the one before the deletion, can still be read. */
    public void delete(String reference, String version) {
        Resource last = resources.remove(reference);
        resources.put(reference + "/_history/" + version, last);
    }

    /** What a deletion of the focus has made. */
    public EventContext aboutDeleted(String kind, String focus, String patient) {
        NotifiedEvent told = event(1, kind, focus, patient);
        return reads().of(
                        new NotifiedEvent(
                                1,
                                1,
                                kind,
                                told.occurred(),
                                told.recorded(),
                                focus,
                                told.focusVersion(),
                                patient,
                                Facts.none().ofDeletion()),
                        "owner");
    }

    public void retire(Patient patient) {
        retired.add(patient);
    }

    public EventContext.Reads reads() {
        return new EventContext.Reads(
                (reference, owner) -> Optional.ofNullable(resources.get(reference)), this::find, event -> retired);
    }

    private List<Resource> find(String type, String parameter, String reference, int limit, String owner) {
        var names = parameter.equals("patient") ? Set.of("patient", "subject") : Set.of(parameter);
        return resources.values().stream()
                .filter(resource -> resource.fhirType().equals(type))
                .filter(resource -> resource.children().stream()
                                .filter(property -> names.contains(property.getName()))
                                .flatMap(property -> property.getValues().stream())
                                .anyMatch(value -> value instanceof Reference to && reference.equals(to.getReference()))
                        || isParticipant(resource, reference))
                .limit(limit)
                .toList();
    }

    private static boolean isParticipant(Resource resource, String reference) {
        return resource instanceof Appointment appointment
                && appointment.getParticipant().stream()
                        .anyMatch(each -> reference.equals(each.getActor().getReference()));
    }

    public EventContext about(String kind, String focus, String patient) {
        return reads().of(event(1, kind, focus, patient), "owner");
    }

    public static NotifiedEvent event(long number, String kind, String focus, String patient) {
        return new NotifiedEvent(number, number, kind, OCCURRED, RECORDED, focus, "2", patient, Facts.none());
    }
}
