package dev.tributary.server.harmonise;

import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;

/** Walks a resource for what can be said in other words; paths are without indexes, {@code Observation.component.code}. */
record Elements(
        BiConsumer<String, CodeableConcept> concepts,
        BiConsumer<String, Coding> codings,
        BiConsumer<String, Quantity> quantities) {

    void visit(Resource resource) {
        visit(resource.fhirType(), resource);
    }

    private void visit(String path, Base base) {
        if (base instanceof CodeableConcept concept) {
            concepts.accept(path, concept);
        } else if (base instanceof Coding coding) {
            codings.accept(path, coding);
        } else if (base instanceof Quantity quantity) {
            quantities.accept(path, quantity);
        } else {
            for (var property : base.children()) {
                // Tags and labels are the hub's own.
                if (property.hasValues() && !property.getName().equals("meta")) {
                    for (var value : property.getValues()) {
                        if (!value.isPrimitive()) {
                            visit(path + "." + property.getName().replace("[x]", ""), value);
                        }
                    }
                }
            }
        }
    }
}
