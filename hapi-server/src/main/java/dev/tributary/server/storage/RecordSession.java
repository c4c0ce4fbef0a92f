package dev.tributary.server.storage;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.api.dao.IJpaDao;
import ca.uhn.fhir.jpa.api.model.DaoMethodOutcome;
import ca.uhn.fhir.jpa.model.cross.IBasePersistedResource;
import ca.uhn.fhir.jpa.model.cross.IResourceLookup;
import ca.uhn.fhir.jpa.model.cross.JpaResourceLookup;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.subscriptions.events.RecordChange;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;

/** One transaction's view of the store. Not for use by several threads or after the transaction's end. */
public final class RecordSession {

    /** Fewer are loaded faster one by one: HAPI's bulk queries are HQL, which costs more than the round trips it saves. */
    private static final int WORTH_PREFETCHING = 4;

    /** So many resources are read or written before Hibernate lets go of them: each is a dozen rows in its session. */
    public static final int MOST_HELD = 250;

    private final RecordWriter writer;
    private final KnownReferences knownReferences;
    private final EntityManager entityManager;
    private final TransactionDetails transaction = new TransactionDetails();
    private final SystemRequestDetails request = new SystemRequestDetails();
    private final List<RecordChange> changes = new ArrayList<>();
    private final Set<String> prefetched = new HashSet<>();
    /** Every reference asked for; null if no such resource is stored. */
    private final Map<String, @Nullable IResourceLookup<JpaPid>> known = new HashMap<>();

    private int held;

    RecordSession(RecordWriter writer, KnownReferences knownReferences) {
        this.writer = writer;
        this.knownReferences = knownReferences;
        this.entityManager =
                Objects.requireNonNull(EntityManagerFactoryUtils.getTransactionalEntityManager(writer.entityManagers));
        request.getUserData().put(ChangeCapture.COLLECTOR, changes);
    }

    /** Looks up ids in one query. */
    public void resolve(Collection<String> references) {
        var wanted = new ArrayList<IIdType>();
        for (var reference : references) {
            if (!known.containsKey(reference)) {
                wanted.add(new IdType(reference));
                known.put(reference, null);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        writer.ids
                .find(wanted)
                .forEach(lookup -> known.put(lookup.getResourceType() + "/" + lookup.getFhirId(), lookup));
        for (var id : wanted) {
            var lookup = known.get(id.getValue());
            // Null says "known to be absent": HAPI then need not look again.
            transaction.addResolvedResourceId(id, lookup == null ? null : lookup.getPersistentId());
        }
    }

    /**
     * Loads bodies and index rows of existing resources in bulk; reading them one by one is right but slow. Lets go of what was loaded
     * and written before, if that is much: ask for {@link #MOST_HELD} at a time.
     */
    public void prefetch(Collection<String> references) {
        if (prefetched.size() + held > MOST_HELD) {
            letGo();
        }
        resolve(references);
        var pids = references.stream()
                .filter(prefetched::add)
                .map(known::get)
                .filter(Objects::nonNull)
                .map(lookup -> Objects.requireNonNull(lookup).getPersistentId())
                .distinct()
                .toList();
        if (pids.size() >= WORTH_PREFETCHING) {
            writer.system.preFetchResources(pids, true);
        }
    }

    /** Whether a resource is stored and not deleted. */
    public boolean exists(String reference) {
        resolve(List.of(reference));
        var lookup = known.get(reference);
        return lookup != null && lookup.getDeleted() == null;
    }

    /** The stored resource, null if there is none or it was deleted. A copy: changing it changes nothing. */
    public @Nullable Resource read(String reference) {
        if (!exists(reference)) {
            return null;
        }
        var lookup = Objects.requireNonNull(known.get(reference));
        return (Resource) dao(lookup.getResourceType()).readByPid(lookup.getPersistentId());
    }

    /** What a stored resource says, for looking at it only: without tags, and cheaper than {@link #read}. */
    public @Nullable Resource look(String reference) {
        if (!exists(reference)) {
            return null;
        }
        var body = writer.bodies.find(Objects.requireNonNull(known.get(reference)));
        return body == null ? read(reference) : body;
    }

    /** A version of a stored resource; null if it is not kept. */
    public @Nullable Resource readVersion(String reference, String version) {
        try {
            return (Resource) dao(new IdType(reference).getResourceType())
                    .read(new IdType(reference + "/_history/" + version), request);
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return null;
        }
    }

    /**
     * Writes resources, targets of references first. What has not changed keeps its version.
     *
     * @param resources with their final ids
     * @return one outcome per resource, in the same order
     */
    public List<Written> write(List<? extends Resource> resources) {
        var references = new ArrayList<String>();
        for (var resource : resources) {
            references.add(reference(resource));
            references.addAll(knownReferences.targets(resource));
        }
        resolve(references);
        var outcomes = new HashMap<String, Written>();
        var flushMode = entityManager.getFlushMode();
        entityManager.setFlushMode(FlushModeType.COMMIT);
        try {
            var groups = WriteOrder.of(knownReferences, resources, this::exists);
            for (var from = 0; from < groups.size(); from += MOST_HELD) {
                for (var written : writePart(groups.subList(from, Math.min(from + MOST_HELD, groups.size())))) {
                    outcomes.put(written.reference(), written);
                }
            }
            // Conflicts must show inside the retry block.
            entityManager.flush();
        } finally {
            entityManager.setFlushMode(flushMode);
        }
        return resources.stream()
                .map(resource -> Objects.requireNonNull(outcomes.get(reference(resource))))
                .toList();
    }

    private List<Written> writePart(List<? extends List<? extends Resource>> groups) {
        prefetch(groups.stream()
                .flatMap(List::stream)
                .map(RecordSession::reference)
                .toList());
        var written = new ArrayList<Written>();
        for (var group : groups) {
            if (group.size() == 1) {
                written.add(update(group.get(0)));
            } else {
                written.addAll(writeCircle(group));
            }
        }
        held += written.size();
        return written;
    }

    /** A statement of thousands of resources would otherwise hold all their rows until its end. */
    private void letGo() {
        entityManager.flush();
        entityManager.clear();
        prefetched.clear();
        held = 0;
    }

    /** Deletes a resource; false if there is none. */
    public boolean delete(String reference) {
        if (!exists(reference)) {
            return false;
        }
        var id = new IdType(reference);
        dao(id.getResourceType()).delete(id, request);
        return true;
    }

    /** What this session did so far to resources that a topic watches, in this order. */
    public List<RecordChange> changes() {
        return List.copyOf(changes);
    }

    private Written update(Resource resource) {
        var outcome = dao(resource.fhirType()).update(resource, null, true, false, request, transaction);
        var id = outcome.getId().toUnqualifiedVersionless();
        remember(id, (JpaPid) ((DaoMethodOutcome) outcome).getPersistentId());
        return new Written(
                id.getValue(),
                outcome.getId().getVersionIdPart(),
                result(outcome),
                Objects.requireNonNull(outcome.getResource()).getMeta().getLastUpdated());
    }

    private static Written.Outcome result(DaoMethodOutcome outcome) {
        if (outcome.isNop()) {
            return Written.Outcome.UNCHANGED;
        }
        return Boolean.TRUE.equals(outcome.getCreated()) ? Written.Outcome.CREATED : Written.Outcome.UPDATED;
    }

    /**
     * Resources that refer to each other in a circle; all of them are new. Each gets its row first and then says what it says, as in
     * HAPI's transaction bundle, without the rest of what a bundle costs.
     */
    private List<Written> writeCircle(List<? extends Resource> circle) {
        var rows = new ArrayList<IBasePersistedResource<?>>();
        for (var resource : circle) {
            var outcome = (DaoMethodOutcome)
                    dao(resource.fhirType()).update(resource, null, false, false, request, transaction);
            remember(outcome.getId().toUnqualifiedVersionless(), (JpaPid) outcome.getPersistentId());
            rows.add(outcome.getEntity());
        }
        var written = new ArrayList<Written>();
        for (var i = 0; i < circle.size(); i++) {
            written.add(complete(circle.get(i), rows.get(i)));
        }
        return written;
    }

    private <T extends Resource> Written complete(T resource, IBasePersistedResource<?> row) {
        var dao = (IJpaDao<?>) dao(resource.fhirType());
        var id = dao.updateEntity(request, resource, row, null, true, false, transaction, false, true)
                .getIdDt();
        return new Written(
                reference(resource),
                id.getVersionIdPart(),
                Written.Outcome.CREATED,
                resource.getMeta().getLastUpdated());
    }

    /** What has just been written is there, whatever was known of it before. */
    private void remember(IIdType id, JpaPid pid) {
        known.put(id.getValue(), new JpaResourceLookup(id.getResourceType(), id.getIdPart(), pid, null, null));
        transaction.addResolvedResourceId(id, pid);
    }

    @SuppressWarnings("unchecked")
    private <T extends Resource> IFhirResourceDao<T> dao(String type) {
        return (IFhirResourceDao<T>) writer.daos.getResourceDao(type);
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
