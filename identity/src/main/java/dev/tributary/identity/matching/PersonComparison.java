package dev.tributary.identity.matching;

/**
 * A person and how the arriving record compares with it.
 *
 * @param record index of the person's record that fits best: the one that {@code comparison} is about
 */
public record PersonComparison(String person, int record, Comparison comparison) {}
