package dev.tributary.server.storage;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.tributary.subscriptions.events.RecordChange;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a transaction does to resources that a topic watches, with the previous state that HAPI has read anyway. Runs inside the storing
 * transaction; the collector travels with the request, so nothing is shared between transactions.
 */
@Interceptor
final class ChangeCapture {

    static final String COLLECTOR = "hub.changes";

    private final WatchedTypes watched;

    ChangeCapture(WatchedTypes watched) {
        this.watched = watched;
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    public void created(IBaseResource after, RequestDetails request) {
        collect(null, after, request);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void updated(IBaseResource before, IBaseResource after, RequestDetails request) {
        collect(before, after, request);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    public void deleted(IBaseResource before, RequestDetails request) {
        collect(before, null, request);
    }

    @SuppressWarnings("unchecked")
    private void collect(
            @Nullable IBaseResource before, @Nullable IBaseResource after, @Nullable RequestDetails request) {
        var latest = after == null ? before : after;
        if (request != null
                && latest != null
                && request.getUserData().get(COLLECTOR) instanceof List<?> changes
                && watched.watches(latest.fhirType())) {
            ((List<RecordChange>) changes).add(new RecordChange((Resource) before, (Resource) after));
        }
    }
}
