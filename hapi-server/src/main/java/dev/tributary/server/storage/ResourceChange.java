package dev.tributary.server.storage;

import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction did to a resource.
 *
 * @param before as it was; null if it is new
 * @param after as it is now; null if it was deleted
 */
public record ResourceChange(
        @Nullable Resource before, @Nullable Resource after) {}
