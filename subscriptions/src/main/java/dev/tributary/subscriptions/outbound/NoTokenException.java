package dev.tributary.subscriptions.outbound;

import java.io.IOException;

/** The receiver's token endpoint gave no token. */
public final class NoTokenException extends IOException {

    private static final long serialVersionUID = 1L;

    NoTokenException(Throwable cause) {
        super("The receiver's token endpoint gave no token", cause);
    }
}
