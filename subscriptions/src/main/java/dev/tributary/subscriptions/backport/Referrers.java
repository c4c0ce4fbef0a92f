package dev.tributary.subscriptions.backport;

import java.util.List;

/** Port: finds what refers to a resource, as the subscriber may see it now. */
@FunctionalInterface
public interface Referrers {

    /** Finds nothing. */
    Referrers NONE = (type, parameter, reference, limit, owner) -> List.of();

    /**
     * Relative references of what was changed last, the latest first; without what this client may not read.
     *
     * @param type such as {@code Observation}
     * @param parameter a reference parameter of the type, such as {@code encounter}
     * @param reference relative, {@code Encounter/<id>}
     * @param limit the most that is read
     */
    List<String> find(String type, String parameter, String reference, int limit, String ownerClientId);
}
