package dev.tributary.subscriptions.topics;

import java.util.List;
import java.util.Optional;

/** All topics that can be subscribed to now. */
public interface Topics {

    /** The topic of this canonical URL; a version behind {@code |} is not looked at. */
    Optional<Topic> find(String canonical);

    /** Every topic, shipped ones first. */
    List<Topic> all();
}
