package dev.tributary.subscriptions.filters;

import java.util.Optional;

/** Port: asks which codes a ValueSet holds. */
public interface ValueSets {

    /** Knows none. */
    ValueSets NONE = new ValueSets() {
        @Override
        public Optional<String> refusal(String url) {
            return Optional.of("There is no ValueSet " + url + ".");
        }

        @Override
        public boolean contains(String url, String system, String code) {
            return false;
        }
    };

    /** Why this ValueSet cannot be used, in a sentence; empty if it can. */
    Optional<String> refusal(String url);

    /**
     * Whether the ValueSet holds the code now, or did when that could last be said. Answers from memory most of the time.
     *
     * @throws UnansweredFilterException if nothing is known of it
     */
    boolean contains(String url, String system, String code);
}
