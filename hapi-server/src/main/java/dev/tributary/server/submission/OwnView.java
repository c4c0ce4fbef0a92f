package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import dev.tributary.server.storage.References;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Shows a source its resources under its own ids, and its references to its own patients. */
final class OwnView {

    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final SourceResourceTable ownIds;

    OwnView(FhirContext fhir, DaoRegistry daos, SourceResourceTable ownIds) {
        this.fhir = fhir;
        this.daos = daos;
        this.ownIds = ownIds;
    }

    /** The stored resource as the source knows it. */
    Resource read(String sourceId, String hubReference) {
        var id = new IdType(hubReference);
        var stored = daos.getResourceDao(id.getResourceType()).read(id, new SystemRequestDetails());
        return of(sourceId, (Resource) stored);
    }

    /** A resource, or a history of one, as the source knows it. A copy; the argument stays as it is. */
    Resource of(String sourceId, Resource stored) {
        var copy = stored.copy();
        if (copy instanceof Bundle bundle) {
            rekey(
                    sourceId,
                    bundle.getEntry().stream()
                            .filter(Bundle.BundleEntryComponent::hasResource)
                            .map(Bundle.BundleEntryComponent::getResource)
                            .toList());
        } else {
            rekey(sourceId, List.of(copy));
        }
        return copy;
    }

    private void rekey(String sourceId, List<Resource> resources) {
        var references = new ArrayList<Reference>();
        var ids = new HashSet<String>();
        var persons = new HashSet<String>();
        for (var resource : resources) {
            ids.add(resource.getIdElement().getIdPart());
            for (var reference : References.in(fhir, resource)) {
                var target = reference.getReferenceElement();
                if (target.hasResourceType() && target.hasIdPart()) {
                    references.add(reference);
                    ids.add(target.getIdPart());
                    if ("Patient".equals(target.getResourceType())) {
                        persons.add(target.getIdPart());
                    }
                }
            }
        }
        var patients = ownIds.sourcePatients(sourceId, persons);
        ids.addAll(patients.values());
        var own = ownIds.ownIds(sourceId, ids);
        for (var reference : references) {
            var target = reference.getReferenceElement();
            var patient = patients.getOrDefault(target.getIdPart() + '|' + name(reference), target.getIdPart());
            reference.setReference(target.getResourceType() + "/" + own.getOrDefault(patient, patient));
        }
        for (var resource : resources) {
            var id = resource.getIdElement();
            var key = own.getOrDefault(id.getIdPart(), id.getIdPart());
            resource.setId(
                    new IdType(resource.fhirType(), key, resource.getMeta().getVersionId()));
        }
    }

    private static String name(Reference reference) {
        return reference.getIdentifier().getSystem()
                + '|'
                + reference.getIdentifier().getValue();
    }
}
