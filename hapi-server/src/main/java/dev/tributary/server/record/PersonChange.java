package dev.tributary.server.record;

/**
 * Source records went from one person to another.
 *
 * @param from logical id of the unified Patient that they were linked to
 * @param to logical id of the one that they are linked to now
 * @param merged whether {@code from} has no record left and lives on in {@code to}; else it goes on without them
 */
public record PersonChange(String from, String to, boolean merged) {}
