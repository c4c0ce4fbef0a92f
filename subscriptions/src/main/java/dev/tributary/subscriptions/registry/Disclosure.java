package dev.tributary.subscriptions.registry;

import java.util.Optional;

/**
 * Port: the one place that decides what a subscriber may still learn, asked when something is about to be sent and when a client reads
 * {@code $events}. Answers from memory most of the time.
 */
public interface Disclosure {

    /** Lets everybody learn everything. */
    Disclosure ALL = new Disclosure() {
        @Override
        public Optional<String> lapse(String owner) {
            return Optional.empty();
        }

        @Override
        public Optional<String> refusal(String owner, String reference, String patient) {
            return Optional.empty();
        }
    };

    /** Why this client may have no subscription any more, in a sentence without PHI; empty while it may. */
    Optional<String> lapse(String owner);

    /**
     * Why this client must not learn of this, in a sentence without PHI; empty if it may.
     *
     * @param reference what it would learn of, {@code Encounter/<id>}
     * @param patient whom it is about, {@code Patient/<id>}; empty if that is not known
     */
    Optional<String> refusal(String owner, String reference, String patient);
}
