package dev.tributary.server.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pair of source records that a person must judge.
 *
 * @param recordA logical id of the one source record
 * @param personA logical id of its unified Patient now
 * @param probability that both are of one person, as the model saw it
 * @param state {@code open}, {@code deferred}, {@code linked}, {@code never-linked}; {@code settled} if both have become one person since
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Review(
        UUID id,
        String state,
        double probability,
        String model,
        String recordA,
        String sourceA,
        String personA,
        String recordB,
        String sourceB,
        String personB,
        @Nullable String assignee,
        Instant createdAt,
        Instant changedAt,
        @Nullable String decidedBy,
        @Nullable UUID operation) {}
