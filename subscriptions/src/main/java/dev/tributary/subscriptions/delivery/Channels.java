package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionRule;
import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The channels that the hub has. */
public final class Channels implements SubscriptionRule {

    private final Map<String, Channel> byType;

    public Channels(List<Channel> channels) {
        this.byType = channels.stream().collect(Collectors.toUnmodifiableMap(Channel::type, Function.identity()));
    }

    /** The codes of all channels. */
    public Set<String> types() {
        return byType.keySet();
    }

    Optional<Channel> find(SubscriptionDefinition definition) {
        return Optional.ofNullable(byType.get(definition.channel().type()));
    }

    @Override
    public List<Problem> problems(SubscriptionDefinition definition) {
        return find(definition).flatMap(channel -> channel.refusal(definition)).stream()
                .map(reason -> new Problem("Subscription.channel.endpoint", reason))
                .toList();
    }
}
