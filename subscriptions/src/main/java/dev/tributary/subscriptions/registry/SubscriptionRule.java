package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.List;

/** One more thing that a Subscription must fulfil to be served; each feature that reads settings from it has its own. */
@FunctionalInterface
public interface SubscriptionRule {

    /** Why it cannot be served; empty when it can. May resolve host names. */
    List<Problem> problems(SubscriptionDefinition definition);
}
