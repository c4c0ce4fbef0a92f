package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.quieting.QuietingReader;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionRule;
import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.List;

/** Refuses wishes for less that cannot be honoured. */
public final class QuietingRule implements SubscriptionRule {

    @Override
    public List<Problem> problems(SubscriptionDefinition definition) {
        return QuietingReader.read(definition.resource()).problems().stream()
                .map(text -> new Problem("Subscription.extension", text))
                .toList();
    }
}
