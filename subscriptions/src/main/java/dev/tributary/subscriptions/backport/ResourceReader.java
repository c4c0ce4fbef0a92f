package dev.tributary.subscriptions.backport;

import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/** Port: reads a resource as the subscriber may see it now. */
@FunctionalInterface
public interface ResourceReader {

    /**
     * The current resource, or empty if it no longer exists or this client may not (or no longer) read it.
     *
     * @param reference relative, {@code Encounter/<id>}
     * @param ownerClientId the client that the subscription belongs to
     */
    Optional<Resource> read(String reference, String ownerClientId);

    /** One version of a resource that may be gone since, or empty if it is not kept or this client may not read the resource. */
    default Optional<Resource> read(String reference, String version, String ownerClientId) {
        return read(reference + "/_history/" + version, ownerClientId);
    }
}
