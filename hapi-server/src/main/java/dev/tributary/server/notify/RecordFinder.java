package dev.tributary.server.notify;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import dev.tributary.subscriptions.backport.ResourceReader;
import dev.tributary.subscriptions.context.RecordSearch;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;

/** Searches the record for what goes out; whether the subscriber may have a resource is for the {@link ResourceReader} to say. */
final class RecordFinder implements RecordSearch {

    private final DaoRegistry daos;
    private final ResourceReader reader;

    RecordFinder(DaoRegistry daos, ResourceReader reader) {
        this.daos = daos;
        this.reader = reader;
    }

    @Override
    public List<Resource> find(String type, String parameter, String reference, int limit, String ownerClientId) {
        var search = SearchParameterMap.newSynchronous().setLoadSynchronousUpTo(limit);
        search.add(parameter, new ReferenceParam(reference));
        search.setSort(new SortSpec("_lastUpdated", SortOrderEnum.DESC));
        var found = daos.getResourceDao(type).search(search, new SystemRequestDetails());
        return found.getResources(0, limit).stream()
                .map((IBaseResource resource) ->
                        resource.getIdElement().toUnqualifiedVersionless().getValue())
                .flatMap(name -> reader.read(name, ownerClientId).stream())
                .toList();
    }
}
