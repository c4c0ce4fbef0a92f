package dev.tributary.subscriptions.message;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Port: one POST to a receiver, where and how the hub's outbound rules allow it. */
@FunctionalInterface
public interface MessagePost {

    /**
     * Where to.
     *
     * @param headers header lines, {@code Name: value}
     * @param owner the client whose subscription it is, for credentials
     */
    record Target(URI endpoint, String contentType, List<String> headers, Duration timeout, String owner) {}

    /**
     * What came back.
     *
     * @param status HTTP status; 0 without an answer
     * @param retryAfter what the receiver asked for
     * @param body the beginning of what it said
     * @param failure why there is no answer, in a sentence without URL and patient data; null if there is one
     */
    record Answer(
            int status,
            @Nullable Duration retryAfter,
            String body,
            @Nullable String failure) {}

    /** Sends it. The future never fails. */
    CompletableFuture<Answer> post(Target target, byte[] body);
}
