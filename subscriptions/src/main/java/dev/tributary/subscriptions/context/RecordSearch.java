package dev.tributary.subscriptions.context;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** Port: finds resources as the subscriber may see them now. */
@FunctionalInterface
public interface RecordSearch {

    /** Finds nothing. */
    RecordSearch NONE = (type, parameter, reference, limit, owner) -> List.of();

    /**
     * What refers to {@code reference} by a search parameter, changed last first; without what this client may not read.
     *
     * @param type such as {@code Condition}
     * @param parameter a reference parameter of the type, such as {@code encounter} or {@code patient}
     * @param reference relative, {@code Patient/<id>}
     * @param limit the most that is read
     */
    List<Resource> find(String type, String parameter, String reference, int limit, String ownerClientId);
}
