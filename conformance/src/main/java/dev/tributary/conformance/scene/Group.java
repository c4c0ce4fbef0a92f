package dev.tributary.conformance.scene;

/** The parts of the kit; {@code CORE} holds for any FHIR R4 server. */
public enum Group {
    CORE,
    SECURITY,
    EXCHANGE,
    HL7V2,
    SUBSCRIPTIONS
}
