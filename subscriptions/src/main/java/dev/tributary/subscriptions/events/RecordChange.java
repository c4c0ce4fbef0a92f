package dev.tributary.subscriptions.events;

import java.util.Objects;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction did to a resource; at least one side is there.
 *
 * @param before as it was; null if it is new
 * @param after as it is now; null if it was deleted
 */
public record RecordChange(
        @Nullable Resource before, @Nullable Resource after) {

    /** What there is to show of it: the new state, or the last one of what was deleted. */
    public Resource latest() {
        return after == null ? Objects.requireNonNull(before) : after;
    }

    /** {@code Type/id}. */
    public String reference() {
        Resource latest = latest();
        return latest.fhirType() + "/" + latest.getIdElement().getIdPart();
    }

    /** Whether it was deleted. */
    public boolean isDeletion() {
        return after == null;
    }

    /** The version that the change made, be it a deletion; empty if that is not known. */
    public String version() {
        String version = latest().getIdElement().getVersionIdPart();
        return version == null ? "" : version;
    }
}
