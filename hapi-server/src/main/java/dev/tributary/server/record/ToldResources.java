package dev.tributary.server.record;

import dev.tributary.server.storage.RecordSession;
import dev.tributary.subscriptions.events.Surroundings;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The resources of one statement, and those of the store through its session. */
final class ToldResources implements Surroundings {

    private final RecordSession session;
    private final Map<String, Resource> told = new LinkedHashMap<>();
    private final Map<String, @Nullable Resource> read = new HashMap<>();

    ToldResources(RecordSession session) {
        this.session = session;
    }

    /** What comes later replaces what came before. */
    void add(Resource resource) {
        told.put(resource.fhirType() + "/" + resource.getIdElement().getIdPart(), resource);
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
        var known = told.get(reference);
        if (known != null) {
            return known;
        }
        // Not computeIfAbsent, which would look again for what is not there.
        if (!read.containsKey(reference)) {
            read.put(reference, session.look(reference));
        }
        return read.get(reference);
    }
}
