package dev.tributary.conformance.scene;

/** In whose name a check speaks to the target; each has its own token where the target separates them. */
public enum Role {
    /** A source that writes over FHIR. */
    SOURCE,
    /** A second, different source that writes over FHIR. */
    OTHER_SOURCE,
    /** A source that sends HL7 v2 over HTTP. */
    HL7V2_SOURCE,
    READER,
    SUBSCRIBER,
    OPERATOR
}
