package dev.tributary.subscriptions.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** One transaction: what it changed, what it spoke of besides, and what else is stored. */
final class Scene implements Surroundings {

    static final Instant OCCURRED = Instant.parse("2026-03-01T10:00:00Z");

    private final List<RecordChange> changes = new ArrayList<>();
    private final Map<String, Resource> told = new LinkedHashMap<>();
    private final Map<String, Resource> stored = new LinkedHashMap<>();

    Scene change(@Nullable Resource before, @Nullable Resource after) {
        RecordChange change = new RecordChange(before, after);
        changes.add(change);
        if (after != null) {
            told.put(change.reference(), after);
        }
        return this;
    }

    Scene told(Resource resource) {
        told.put(reference(resource), resource);
        return this;
    }

    Scene stored(Resource resource) {
        stored.put(reference(resource), resource);
        return this;
    }

    List<Happening> events() {
        return ShippedEvents.detect(changes, OCCURRED, this);
    }

    List<Happening> arrivals() {
        return ShippedEvents.detectArrivals(changes, OCCURRED, this);
    }

    List<EventKind> kinds() {
        return events().stream().map(Happening::kind).toList();
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    @Override
    public Collection<Resource> told() {
        return told.values();
    }

    @Override
    public @Nullable Resource told(String reference) {
        return told.get(reference);
    }

    @Override
    public @Nullable Resource find(String reference) {
        Resource found = told.get(reference);
        return found == null ? stored.get(reference) : found;
    }
}
