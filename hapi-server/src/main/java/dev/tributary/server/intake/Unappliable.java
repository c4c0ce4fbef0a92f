package dev.tributary.server.intake;

/** A message that cannot be applied as it stands: its text says why. Carries no stack trace, since nothing is broken. */
final class Unappliable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unappliable(String message) {
        super(message, null, false, false);
    }
}
