package dev.tributary.server.demo;

import java.time.LocalDateTime;

/**
 * One thing that a source sends during the day.
 *
 * @param label for the progress line, {@code admission of Rosa Ebro}
 * @param answer what the hub should answer
 */
record Step(LocalDateTime at, String source, String label, Payload payload, Answer answer) {

    static final String HOSPITAL = "hospital";
    static final String CLINIC = "clinic";
    static final String LABORATORY = "laboratory";

    /** What goes over the wire. */
    sealed interface Payload {

        /** An HL7 v2 message. */
        record V2(String text) implements Payload {}

        /** A FHIR transaction bundle as JSON. */
        record Fhir(String json) implements Payload {}
    }

    /** What the hub answers at once; that a message was parked shows later. */
    enum Answer {
        ACCEPTED,
        REFUSED
    }

    static Step accepted(LocalDateTime at, String source, String label, Payload payload) {
        return new Step(at, source, label, payload, Answer.ACCEPTED);
    }
}
