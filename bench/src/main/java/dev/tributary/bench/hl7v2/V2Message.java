package dev.tributary.bench.hl7v2;

/** A message in ER7, segments ended by carriage returns. */
public record V2Message(String controlId, String trigger, String text) {}
