package dev.tributary.server.transform;

/** A map cannot be read or run. The message is for people: map, rule, line, and what is wrong. */
final class TransformationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransformationException(String message) {
        super(message, null, false, false);
    }
}
