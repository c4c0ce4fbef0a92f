package dev.tributary.server.submission;

import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a submission with the id that the hub gives it.
 *
 * @param place for error messages: {@code Bundle.entry[3]}
 * @param sourceKey the source's own id if it chose one (PUT); null if the hub chose (POST)
 * @param hubId logical id in the hub
 * @param resource null for DELETE
 * @param onlyIfNew conditional create: an existing resource is left as it is
 * @param ifMatch the version that must be current; null for any
 */
record SubmittedEntry(
        String place,
        HTTPVerb method,
        String type,
        @Nullable String sourceKey,
        String hubId,
        @Nullable String fullUrl,
        @Nullable Resource resource,
        boolean onlyIfNew,
        @Nullable String ifMatch) {

    String hubReference() {
        return type + "/" + hubId;
    }

    /** What the source calls it. */
    String ownReference() {
        return type + "/" + (sourceKey == null ? hubId : sourceKey);
    }
}
