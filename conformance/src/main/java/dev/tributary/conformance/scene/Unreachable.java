package dev.tributary.conformance.scene;

/** The target did not answer at all: nothing listens there, or the answer took too long. */
public final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
