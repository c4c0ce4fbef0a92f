package dev.tributary.conformance.scene;

/** Thrown by a check that learns on the way that the target does not offer what it proves; becomes a visible skip. */
public final class NotApplicable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotApplicable(String reason) {
        super(reason);
    }
}
