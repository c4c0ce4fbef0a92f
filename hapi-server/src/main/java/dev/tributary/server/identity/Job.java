package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * Work over the whole population.
 *
 * @param kind {@code index}, {@code dry-run} or {@code train}
 * @param state {@code running}, {@code done}, {@code failed}
 * @param total records there were when it began
 * @param done records looked at
 * @param result counts and examples so far
 */
record Job(
        UUID id,
        String kind,
        String state,
        String actor,
        long total,
        long done,
        JsonNode result,
        Instant startedAt,
        Instant changedAt) {}
