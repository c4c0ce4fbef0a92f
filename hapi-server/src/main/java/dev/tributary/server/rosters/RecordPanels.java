package dev.tributary.server.rosters;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.subscriptions.rosters.PanelReader;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Reference;

/** Reads the Patients of a Group or List. */
final class RecordPanels implements PanelReader {

    private final DaoRegistry daos;

    RecordPanels(DaoRegistry daos) {
        this.daos = daos;
    }

    @Override
    public Panel read(String reference) {
        var id = new IdType(reference);
        try {
            return of(daos.getResourceDao(id.getResourceType()).read(id, new SystemRequestDetails()));
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return PanelReader.NONE.read(reference);
        }
    }

    static Panel of(IBaseResource resource) {
        if (resource instanceof Group group) {
            return group.getCharacteristic().isEmpty()
                    ? new Panel("", patients(group))
                    : new Panel("A Group that is described by characteristics has no members to follow.", List.of());
        }
        return resource instanceof ListResource list
                ? new Panel("", patients(list))
                : new Panel("Only a Group or a List can be followed.", List.of());
    }

    private static List<String> patients(Group group) {
        return patients(group.getMember().stream()
                .filter(member -> !member.getInactive())
                .map(Group.GroupMemberComponent::getEntity));
    }

    private static List<String> patients(ListResource list) {
        return patients(list.getEntry().stream()
                .filter(entry -> !entry.getDeleted())
                .map(ListResource.ListEntryComponent::getItem));
    }

    private static List<String> patients(Stream<Reference> references) {
        return references
                .map(reference -> reference.getReferenceElement().toUnqualifiedVersionless())
                .filter(id -> "Patient".equals(id.getResourceType()))
                .map(id -> "Patient/" + id.getIdPart())
                .distinct()
                .toList();
    }
}
