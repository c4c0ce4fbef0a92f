package dev.tributary.subscriptions.topics;

import java.util.List;
import java.util.Optional;

/** All topics that can be subscribed to now. */
public interface Topics {

    /**
     * The topic of this canonical URL; a version behind {@code |} is not looked at. A search like {@code Observation?code=1234-5} is a
     * topic of its own.
     */
    Optional<Topic> find(String canonical);

    /** Why a search is no topic, in a sentence; empty for what is none. */
    default Optional<String> refusal(String criteria) {
        return Optional.empty();
    }

    /** Every topic, shipped ones first. */
    List<Topic> all();
}
