package dev.tributary.server.fhir;

/** A feature's operations on FHIR resources: HAPI finds the annotated methods. */
public interface OperationProvider {}
