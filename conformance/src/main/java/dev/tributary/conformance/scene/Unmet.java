package dev.tributary.conformance.scene;

/** An expectation that the target did not meet; the message says what was expected and what came. */
public final class Unmet extends AssertionError {
    private static final long serialVersionUID = 1L;

    public Unmet(String message) {
        super(message);
    }
}
