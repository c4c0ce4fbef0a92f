package dev.tributary.server.storage;

import ca.uhn.fhir.context.FhirContext;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * The references of the resources of one statement, each resource searched once: a walk through all of its elements costs as much as
 * parsing it. References may be changed in place meanwhile, not added or removed; Patients get links on their way and are searched
 * each time.
 */
public final class KnownReferences {

    private final FhirContext fhir;
    private final Map<Resource, List<Reference>> known = new IdentityHashMap<>();

    public KnownReferences(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** All of them, to read or to change in place. */
    public List<Reference> in(Resource resource) {
        return resource instanceof Patient
                ? References.in(fhir, resource)
                : known.computeIfAbsent(resource, each -> References.in(fhir, each));
    }

    /** {@code Type/id} of what the resource refers to in this store, as its references stand now. */
    public List<String> targets(Resource resource) {
        return References.targets(in(resource));
    }
}
