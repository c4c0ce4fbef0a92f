package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionRule;
import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /** Who can be reached from here only while a client is connected. */
    Connected connected() {
        Set<String> types = new TreeSet<>();
        Set<String> ids = new TreeSet<>();
        byType.forEach((type, channel) -> channel.bound().ifPresent(bound -> {
            types.add(type);
            ids.addAll(bound);
        }));
        return new Connected(List.copyOf(types), List.copyOf(ids));
    }

    /**
     * @param types channels that clients open
     * @param subscriptions those whose clients have opened them at this replica
     */
    record Connected(List<String> types, List<String> subscriptions) {}

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
