package dev.tributary.server.notify;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.subscriptions.context.RetiredPatients;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;

/** Whom a merge retired: what was left of them says nothing, so their history is asked. */
final class MergedPatients implements RetiredPatients {

    private static final String REPLACES = "replaces";

    private static final int MOST_VERSIONS_BACK = 10;

    private final DaoRegistry daos;

    MergedPatients(DaoRegistry daos) {
        this.daos = daos;
    }

    @Override
    public List<Patient> of(NotifiedEvent event) {
        return event.facts().of(REPLACES).stream()
                .flatMap(reference -> asTheyWere(reference).stream())
                .toList();
    }

    private Optional<Patient> asTheyWere(String reference) {
        var current = read(new IdType(reference));
        if (current.isEmpty()) {
            return Optional.empty();
        }
        var newest = current.get().getIdElement().getVersionIdPartAsLong();
        var oldest = Math.max(1, newest - MOST_VERSIONS_BACK);
        for (var version = newest; version >= oldest; version--) {
            var then = read(new IdType(reference).withVersion(String.valueOf(version)));
            if (then.isPresent() && then.get().hasIdentifier()) {
                return then;
            }
        }
        return current;
    }

    private Optional<Patient> read(IdType id) {
        try {
            return Optional.of(daos.getResourceDao(Patient.class).read(id, new SystemRequestDetails()));
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return Optional.empty();
        }
    }
}
