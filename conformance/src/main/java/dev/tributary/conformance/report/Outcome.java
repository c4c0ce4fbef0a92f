package dev.tributary.conformance.report;

/** What came of a check. */
public enum Outcome {
    PASS,
    FAIL,
    SKIP
}
