package dev.tributary.subscriptions.hl7v2;

import dev.tributary.subscriptions.delivery.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connections to destinations, one per subscription, kept open between messages. A thread waits for each answer; there are never more than
 * the engine has endpoints in flight.
 */
final class MllpLines implements AutoCloseable {

    private static final Duration REACH = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final SSLSocketFactory tls;
    private final InstantSource clock;
    private final Map<String, MllpConnection> open = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    MllpLines(SSLSocketFactory tls, InstantSource clock) {
        this.tls = tls;
        this.clock = clock;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "hub-mllp-out-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What came back.
     *
     * @param failure why nothing did, in a sentence; null if {@code text} did
     */
    record Answer(String text, @Nullable String failure) {}

    /** Whether anybody listens there. */
    CompletableFuture<Reply> reach(URI endpoint) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (MllpConnection line = MllpConnection.open(endpoint, tls, clock.instant(), REACH)) {
                        return Reply.TAKEN;
                    } catch (IOException e) {
                        return Reply.unanswered(describe(e));
                    }
                },
                threads);
    }

    /** Sends one message of a subscription and waits for its answer. The future never fails. */
    CompletableFuture<Answer> exchange(
            String subscription, URI endpoint, AdtMessages.Outbound message, Duration timeout) {
        return CompletableFuture.supplyAsync(() -> talk(subscription, endpoint, message, timeout), threads);
    }

    private Answer talk(String subscription, URI endpoint, AdtMessages.Outbound message, Duration timeout) {
        closeIdle();
        Instant deadline = clock.instant().plus(timeout);
        String key = subscription + ' ' + endpoint;
        MllpConnection kept = open.remove(key);
        try {
            return new Answer(once(key, kept, endpoint, message, deadline), null);
        } catch (SocketTimeoutException e) {
            return new Answer("", describe(e));
        } catch (IOException e) {
            if (kept == null) {
                return new Answer("", describe(e));
            }
        }
        try {
            // The other side may have hung up meanwhile: a message is repeated under the same MSH-10 anyway.
            return new Answer(once(key, null, endpoint, message, deadline), null);
        } catch (IOException e) {
            return new Answer("", describe(e));
        }
    }

    private String once(
            String key, @Nullable MllpConnection kept, URI endpoint, AdtMessages.Outbound message, Instant deadline)
            throws IOException {
        MllpConnection line = kept == null ? MllpConnection.open(endpoint, tls, clock.instant(), left(deadline)) : kept;
        try {
            String answer = line.exchange(message.text(), message.controlId(), deadline, clock);
            if (Acknowledgement.isOfAnother(answer, message.controlId())) {
                line.close(); // What it says next would be taken for the answer to something else.
            } else {
                keep(key, line);
            }
            return answer;
        } catch (IOException | RuntimeException e) {
            line.close();
            throw e;
        }
    }

    private void keep(String key, MllpConnection line) {
        MllpConnection other = open.put(key, line);
        if (other != null) {
            other.close();
        }
    }

    private Duration left(Instant deadline) throws SocketTimeoutException {
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.toMillis() <= 0) {
            throw new SocketTimeoutException("No time left");
        }
        return left;
    }

    private void closeIdle() {
        open.forEach((key, line) -> {
            if (line.unusedSince(clock.instant().minus(IDLE)) && open.remove(key, line)) {
                line.close();
            }
        });
    }

    private static String describe(IOException failure) {
        if (failure instanceof SocketTimeoutException) {
            return "The destination did not acknowledge in time.";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "The destination refused the connection or could not be reached.";
        }
        if (failure instanceof UnknownHostException) {
            return "The destination's host name cannot be resolved.";
        }
        if (failure instanceof SSLException) {
            return "The destination's TLS certificate or handshake was not acceptable.";
        }
        return "The connection to the destination broke before it acknowledged.";
    }

    @Override
    public void close() {
        threads.shutdownNow();
        open.values().forEach(MllpConnection::close);
        open.clear();
    }
}
