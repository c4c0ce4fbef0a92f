package dev.tributary.server.fhir;

/** A feature's interceptor of FHIR requests from outside: HAPI finds the annotated methods. */
public interface RequestRule {}
