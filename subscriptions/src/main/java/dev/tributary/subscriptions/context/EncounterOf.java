package dev.tributary.subscriptions.context;

import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** The visit that a resource was written in: its element {@code encounter}, as most clinical types have it. */
final class EncounterOf {

    private EncounterOf() {}

    static Optional<Reference> reference(Resource resource) {
        Property property = resource.getNamedProperty("encounter");
        if (property == null) {
            return Optional.empty();
        }
        for (Base value : property.getValues()) {
            if (value instanceof Reference reference
                    && reference.hasReference()
                    && reference.getReference().startsWith("Encounter/")) {
                return Optional.of(reference);
            }
        }
        return Optional.empty();
    }
}
