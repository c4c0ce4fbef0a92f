package dev.tributary.server.notify;

import dev.tributary.server.security.KeptAnswers;
import dev.tributary.server.security.RegisteredScopes;
import dev.tributary.server.security.Role;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Whether a client may still be told: a client that was registered when it subscribed must still be, with the scope {@code subscriber}. Every
 * subscriber may learn of every record; whatever narrows that is asked here.
 */
final class AccessDecision implements Disclosure {

    private final RegisteredScopes clients;
    private final SubscriptionStore subscriptions;
    private final KeptAnswers<Optional<String>> lapses;

    AccessDecision(RegisteredScopes clients, SubscriptionStore subscriptions, InstantSource clock) {
        this.clients = clients;
        this.subscriptions = subscriptions;
        this.lapses = new KeptAnswers<>(clients, clock, this::decide);
    }

    @Override
    public Optional<String> lapse(String owner) {
        return lapses.of(owner);
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
