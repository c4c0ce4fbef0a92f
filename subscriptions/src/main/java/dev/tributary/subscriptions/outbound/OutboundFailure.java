package dev.tributary.subscriptions.outbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/** Why there is no answer, in a sentence without URL and patient data. */
public final class OutboundFailure {

    private OutboundFailure() {}

    /** The sentence; {@code timeout} is how long was waited at most. */
    public static String describe(@Nullable Throwable failure, Duration timeout) {
        Throwable cause = cause(failure);
        if (cause instanceof ConnectException || cause instanceof ConnectTimeoutException) {
            return "The endpoint refused the connection or could not be reached.";
        }
        if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
            return "The endpoint did not answer within " + timeout.toSeconds() + " s.";
        }
        if (cause instanceof SSLException) {
            return "The endpoint's TLS certificate or handshake was not acceptable.";
        }
        if (cause instanceof UnknownHostException) {
            return "The endpoint's host name cannot be resolved to an address that may be called.";
        }
        if (cause instanceof NoTokenException) {
            return "The receiver's token endpoint gave no token.";
        }
        if (cause instanceof IOException) {
            return "The connection to the endpoint broke before it answered.";
        }
        return "The request could not be sent: "
                + (cause == null ? "unknown" : cause.getClass().getSimpleName()) + ".";
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
