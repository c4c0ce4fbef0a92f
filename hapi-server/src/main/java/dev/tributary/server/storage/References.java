package dev.tributary.server.storage;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** The references of a resource, wherever they stand in it. */
public final class References {

    private References() {}

    /** All of them, to read or to change in place. */
    public static List<Reference> in(FhirContext fhir, Resource resource) {
        return fhir.newTerser().getAllPopulatedChildElementsOfType(resource, Reference.class);
    }

    /** {@code Type/id} of what they refer to in this store. */
    static List<String> targets(List<Reference> references) {
        return references.stream()
                .map(Reference::getReferenceElement)
                .filter(id -> id.hasResourceType() && id.hasIdPart() && !id.isAbsolute())
                .map(id -> id.getResourceType() + "/" + id.getIdPart())
                .distinct()
                .toList();
    }
}
