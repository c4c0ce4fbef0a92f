package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionRule;
import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.ArrayList;
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
        return find(definition).map(channel -> problems(channel, definition)).orElse(List.of());
    }

    private static List<Problem> problems(Channel channel, SubscriptionDefinition definition) {
        List<Problem> problems = new ArrayList<>();
        channel.refusal(definition)
                .ifPresent(reason -> problems.add(new Problem("Subscription.channel.endpoint", reason)));
        if (definition.channel().heartbeat() != null && !channel.tellsHeartbeats()) {
            problems.add(new Problem(
                    "Subscription.channel.extension",
                    "This channel has no heartbeats; leave backport-heartbeat-period out."));
        }
        if (!definition.channel().headers().isEmpty() && !channel.carriesHeaders()) {
            problems.add(new Problem(
                    "Subscription.channel.header", "This channel has no place for channel.header; leave them out."));
        }
        return problems;
    }
}
