package dev.tributary.server.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is asked about a client again and again, kept for two seconds: so long may a client that was removed at another replica still be known. A
 * change that this process made is seen at once. An exception of the question is passed on and not kept.
 */
public final class KeptAnswers<T> {

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int MOST = 10_000;

    private final RegisteredScopes clients;
    private final InstantSource clock;
    private final Function<String, T> question;
    private final Map<String, Answer<T>> kept = new ConcurrentHashMap<>();

    private record Answer<T>(T value, Instant until, long changes) {}

    public KeptAnswers(RegisteredScopes clients, InstantSource clock, Function<String, T> question) {
        this.clients = clients;
        this.clock = clock;
        this.question = question;
    }

    /** The answer about a client, asked now or at most two seconds ago. */
    public T of(String client) {
        var now = clock.instant();
        var changes = clients.changes();
        var known = kept.get(client);
        if (known == null || known.changes() != changes || now.isAfter(known.until())) {
            if (kept.size() > MOST) {
                kept.clear();
            }
            known = new Answer<>(question.apply(client), now.plus(FRESH), changes);
            kept.put(client, known);
        }
        return known.value();
    }
}
