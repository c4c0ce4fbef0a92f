package dev.tributary.server.submission;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.param.UriParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.server.record.Statement;
import dev.tributary.server.storage.RecordSession;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Conditional interactions look among the source's own resources only: what others sent is none of its business. */
final class Conditions implements Submitted.StoredConditions {

    private final String sourceId;
    private final RecordSession session;
    private final DaoRegistry daos;
    private final Set<String> foreignDomains;
    private final OwnTargets targets;

    Conditions(
            String sourceId,
            RecordSession session,
            DaoRegistry daos,
            Set<String> foreignDomains,
            SourceResourceTable table) {
        this.sourceId = sourceId;
        this.session = session;
        this.daos = daos;
        this.foreignDomains = foreignDomains;
        this.targets = new OwnTargets(sourceId, session, table);
    }

    @Override
    public OwnTargets targets() {
        return targets;
    }

    /** One identity source per domain (IH-04): a source is fed by its own numbers, not by those that another one gives. */
    @Override
    public void requireOwnDomain(String place, String type, BusinessKey key) {
        if ("Patient".equals(type) && key.system() != null && foreignDomains.contains(key.system())) {
            throw new ForbiddenOperationException(
                    place
                            + ": numbers of this system are fed by another source alone. Name the patient by a number of your own.");
        }
    }

    @Override
    public List<String> matches(String type, BusinessKey key) {
        // What was created under this identifier has its id from it: no search needed.
        var likely = DeterministicId.of(sourceId, type, key.toString());
        if (session.exists(type + "/" + likely)) {
            return List.of(likely);
        }
        var search = new SearchParameterMap();
        search.setLoadSynchronous(true);
        search.setCount(3);
        search.add(
                "identifier",
                key.system() == null ? new TokenParam(key.value()) : new TokenParam(key.system(), key.value()));
        search.add("_source", new UriParam(Statement.metaSource(sourceId)));
        return daos.getResourceDao(type).search(search, new SystemRequestDetails()).getAllResources().stream()
                .map((IBaseResource found) -> found.getIdElement().getIdPart())
                .toList();
    }

    static PreconditionFailedException tooMany(String place, int count) {
        return new PreconditionFailedException(
                place + ": " + count + " of your resources match. Name one of them by its id.");
    }
}
