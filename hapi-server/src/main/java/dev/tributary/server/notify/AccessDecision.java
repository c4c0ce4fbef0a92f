package dev.tributary.server.notify;

import dev.tributary.server.security.RegisteredScopes;
import dev.tributary.server.security.Role;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a client may still be told: a client that was registered when it subscribed must still be, with the scope {@code subscriber}. Every
 * subscriber may learn of every record; whatever narrows that is asked here.
 */
final class AccessDecision implements Disclosure {

    /** How long a client that was removed at another replica may still be told. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private static final int KEPT = 10_000;

    private final RegisteredScopes clients;
    private final SubscriptionStore subscriptions;
    private final InstantSource clock;
    private final Map<String, Verdict> kept = new ConcurrentHashMap<>();

    private record Verdict(Optional<String> lapse, Instant until, long changes) {}

    AccessDecision(RegisteredScopes clients, SubscriptionStore subscriptions, InstantSource clock) {
        this.clients = clients;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    @Override
    public Optional<String> lapse(String owner) {
        var now = clock.instant();
        var known = kept.get(owner);
        var changes = clients.changes();
        if (known == null || known.changes() != changes || now.isAfter(known.until())) {
            if (kept.size() > KEPT) {
                kept.clear();
            }
            known = new Verdict(decide(owner), now.plus(FRESH), changes);
            kept.put(owner, known);
        }
        return known.lapse();
    }

    private Optional<String> decide(String owner) {
        var scopes = clients.of(owner);
        if (scopes.isEmpty()) {
            return subscriptions.wasRegistered(owner)
                    ? Optional.of("The client that owns the subscription is no longer registered.")
                    : Optional.empty();
        }
        return scopes.get().contains(Role.SUBSCRIBER.scope())
                ? Optional.empty()
                : Optional.of("The client that owns the subscription no longer has the scope subscriber.");
    }

    @Override
    public Optional<String> refusal(String owner, String reference, String patient) {
        return lapse(owner);
    }
}
