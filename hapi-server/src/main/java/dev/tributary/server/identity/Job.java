package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * Work over the whole population.
 *
 * @param kind {@code index}, {@code dry-run}, {@code train} or {@code transfer}
 * @param state {@code running}, {@code done}, {@code failed}
 * @param total records there were when it began; 0 for a transfer, whose end is not known
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
