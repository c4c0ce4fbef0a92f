package dev.tributary.server.notify;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.subscriptions.backport.ResourceReader;
import dev.tributary.subscriptions.registry.Disclosure;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/** Reads what goes out with a notification, as it is at that moment and as far as the subscriber may learn of it. */
final class RecordReader implements ResourceReader {

    private final DaoRegistry daos;
    private final Disclosure disclosure;

    RecordReader(DaoRegistry daos, Disclosure disclosure) {
        this.daos = daos;
        this.disclosure = disclosure;
    }

    @Override
    public Optional<Resource> read(String reference, String ownerClientId) {
        if (disclosure.refusal(ownerClientId, reference, "").isPresent()) {
            return Optional.empty();
        }
        var id = new IdType(reference);
        try {
            var found = daos.getResourceDao(id.getResourceType()).read(id, new SystemRequestDetails());
            return Optional.of((Resource) found);
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return Optional.empty();
        }
    }
}
