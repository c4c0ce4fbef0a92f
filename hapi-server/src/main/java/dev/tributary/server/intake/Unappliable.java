package dev.tributary.server.intake;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;

/**
 * A message that cannot be applied as it stands: its text says why. Carries no stack trace, since nothing is broken. A FHIR client is told
 * 422: sending it again would end the same.
 */
final class Unappliable extends UnprocessableEntityException {

    private static final long serialVersionUID = 1L;

    Unappliable(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
