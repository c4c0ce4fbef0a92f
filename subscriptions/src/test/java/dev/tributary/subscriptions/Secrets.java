package dev.tributary.subscriptions;

import dev.tributary.subscriptions.registry.Disclosure;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Decides what subscribers may learn, as a test says. */
final class Secrets implements Disclosure {

    final Set<String> gone = ConcurrentHashMap.newKeySet();
    final Set<String> patients = ConcurrentHashMap.newKeySet();

    @Override
    public Optional<String> lapse(String owner) {
        return gone.contains(owner) ? Optional.of("The client is gone.") : Optional.empty();
    }

    @Override
    public Optional<String> refusal(String owner, String reference, String patient) {
        return patients.contains(patient) ? Optional.of("The patient objects.") : Optional.empty();
    }
}
