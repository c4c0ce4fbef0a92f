package dev.tributary.subscriptions.rosters;

import java.time.Instant;

/**
 * A subscriber's roster at a glance.
 *
 * @param matched lines that a person answers to
 * @param unmatched lines that nobody answers to yet; they are tried again whenever something happens to a person
 * @param ambiguous lines that several persons answer to: nobody is followed for them
 */
public record Roster(
        long id,
        String owner,
        String name,
        long matched,
        long unmatched,
        long ambiguous,
        Instant createdAt,
        Instant changedAt) {}
