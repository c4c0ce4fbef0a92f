package dev.tributary.server.submission;

import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;

/**
 * A bundle as it was sent, for as many attempts as storing it takes. An attempt changes what it stores; since a copy of a large bundle takes as much
 * memory again, the first attempt has what was read, and only another one, which is rare, has it read again.
 */
final class SentBundle {

    private final Bundle read;
    private final Supplier<Bundle> again;
    private boolean used;

    SentBundle(Bundle read, Supplier<Bundle> again) {
        this.read = read;
        this.again = again;
    }

    /** One that is kept as it is: each attempt has a copy. */
    static SentBundle of(Bundle bundle) {
        return new SentBundle(bundle.copy(), bundle::copy);
    }

    /** To look at before the first attempt. */
    Bundle content() {
        return read;
    }

    /** To change and to store. */
    Bundle forAttempt() {
        if (used) {
            return again.get();
        }
        used = true;
        return read;
    }
}
