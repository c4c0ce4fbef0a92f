package dev.tributary.subscriptions.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Refuses a Subscription that is over before it has begun: no event would ever be told. */
public final class EndRule implements SubscriptionRule {

    private final InstantSource clock;

    public EndRule(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Validation.Problem> problems(SubscriptionDefinition definition) {
        Instant end = definition.end();
        return definition.wanted() && end != null && !end.isAfter(clock.instant())
                ? List.of(new Validation.Problem(
                        "Subscription.end", "The end is in the past. Leave it out, or write a time to come."))
                : List.of();
    }
}
