package dev.tributary.server.transform;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.UriParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.fhir.OperationProvider;
import java.time.Duration;
import org.hl7.fhir.convertors.factory.VersionConvertorFactory_40_50;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureMap;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/R4/structuremap-operation-transform.html">StructureMap/$transform</a>. Stores nothing. */
public final class StructureMapOperations implements OperationProvider {

    private final DaoRegistry daos;
    private final Duration limit;

    /** @param limit how long a map may take */
    StructureMapOperations(DaoRegistry daos, Duration limit) {
        this.daos = daos;
        this.limit = limit;
    }

    @Operation(name = "$transform", typeName = "StructureMap")
    public IBaseResource transform(
            @OperationParam(name = "source", min = 1) @Nullable UriType source,
            @OperationParam(name = "content", min = 1) @Nullable IBaseResource content) {
        if (source == null || source.isEmpty()) {
            throw new InvalidRequestException("source: this parameter is missing. Write the url of a StructureMap.");
        }
        var search = SearchParameterMap.newSynchronous("url", new UriParam(source.getValue()))
                .setLoadSynchronousUpTo(1);
        var found = daos.getResourceDao(StructureMap.class)
                .search(search, new SystemRequestDetails())
                .getAllResources();
        if (found.isEmpty()) {
            throw new ResourceNotFoundException("There is no StructureMap with this url.");
        }
        return run((StructureMap) found.get(0), content);
    }

    @Operation(name = "$transform", typeName = "StructureMap")
    public IBaseResource transform(
            @IdParam IdType id, @OperationParam(name = "content", min = 1) @Nullable IBaseResource content) {
        return run(daos.getResourceDao(StructureMap.class).read(id, new SystemRequestDetails()), content);
    }

    private IBaseResource run(StructureMap stored, @Nullable IBaseResource content) {
        if (!(content instanceof Resource resource)) {
            throw new InvalidRequestException("content: this parameter is missing. Send the resource to transform.");
        }
        try {
            var map = (org.hl7.fhir.r5.model.StructureMap) VersionConvertorFactory_40_50.convertResource(stored);
            return Transformation.of(map, limit).create(resource);
        } catch (TransformationException e) {
            throw new UnprocessableEntityException(String.valueOf(e.getMessage()));
        }
    }
}
