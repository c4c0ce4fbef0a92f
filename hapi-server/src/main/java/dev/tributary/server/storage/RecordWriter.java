package dev.tributary.server.storage;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import jakarta.persistence.EntityManagerFactory;
import java.util.Collection;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reads and writes resources inside the storing transaction, the fast way: one bulk look-up for all ids, then one update per
 * resource. HAPI's transaction bundle does the same work twice for every new resource; it serves only resources that refer to
 * each other in a circle.
 */
public final class RecordWriter {

    final FhirContext fhir;
    final DaoRegistry daos;
    final IFhirSystemDao<Bundle, Meta> system;
    final ResourceIds ids;
    final ResourceBodies bodies;
    final EntityManagerFactory entityManagers;

    RecordWriter(
            FhirContext fhir,
            DaoRegistry daos,
            IFhirSystemDao<Bundle, Meta> system,
            ResourceIds ids,
            ResourceBodies bodies,
            EntityManagerFactory entityManagers,
            IInterceptorService interceptors,
            WatchedTypes watched) {
        this.fhir = fhir;
        this.daos = daos;
        this.system = system;
        this.ids = ids;
        this.bodies = bodies;
        this.entityManagers = entityManagers;
        interceptors.registerInterceptor(new ChangeCapture(watched));
    }

    /** As {@link #open(Collection, KnownReferences)}, for resources that nobody has searched yet. */
    public RecordSession open(Collection<String> references) {
        return open(references, new KnownReferences(fhir));
    }

    /**
     * Opens a unit of reading and writing in the running transaction.
     *
     * @param references {@code Type/id} of all that will be written, read or referred to; more may be added later
     * @param knownReferences of the resources that will be written
     * @throws IllegalStateException without a running transaction
     */
    public RecordSession open(Collection<String> references, KnownReferences knownReferences) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Resources are written inside a storing transaction only");
        }
        var session = new RecordSession(this, knownReferences);
        session.resolve(references);
        return session;
    }
}
