package dev.tributary.server.fhir;

/** A feature's interceptor of FHIR requests from outside: HAPI finds the annotated methods. */
public interface RequestRule {

    /** Request attribute, set by the pipeline for a source that reads its own resource: {@code Type/id}. */
    String OWN_REFERENCE = "hub.own-reference";
}
