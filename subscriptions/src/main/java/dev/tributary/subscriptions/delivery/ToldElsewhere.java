package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.delivery.Channel.Numbered;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether a destination that several subscriptions of one client name has been told of a change already: it is one system, and gets one message for each
 * real change (docs/decisions/0018-one-stream-per-destination.md). Lanes of one destination take turns, so what one has delivered the next one sees.
 */
final class ToldElsewhere {

    /** Events of one message about one resource are one change. What is replayed is sent again, unless another has sent it again since. */
    private static final String SAME_CHANGE = """
            select told.subscription_id, told.event_number
            from hub.notification mine join hub.event e on e.seq = mine.event_seq
            join hub.event o on o.focus = e.focus and (o.seq = e.seq or (o.message_id = e.message_id
                and o.focus_version = e.focus_version and e.focus_version <> ''))
            join hub.notification told on told.event_seq = o.seq
            join hub.subscription s on s.id = told.subscription_id
            where mine.id = ? and told.subscription_id <> mine.subscription_id and s.destination = ? and s.owner = ?
              and told.state = 'delivered' and told.withheld is null and (not mine.replayed or told.delivered_at >= mine.created_at)
            order by told.delivered_at limit 20
            """;

    private final JdbcTemplate jdbc;
    private final SubscriptionStore subscriptions;
    private final NotificationStore notifications;

    ToldElsewhere(JdbcTemplate jdbc, SubscriptionStore subscriptions) {
        this.jdbc = jdbc;
        this.subscriptions = subscriptions;
        this.notifications = new NotificationStore(jdbc);
    }

    private record Told(String subscription, long number) {}

    /** Why it need not be sent; empty if it must. Costs nothing where a subscription is a stream of its own. */
    Optional<String> reason(Channel channel, StoredSubscription subscription, NotifiedEvent event) {
        String destination = subscription.definition().channel().destination();
        if (destination == null || event.isWithheld()) {
            return Optional.empty();
        }
        List<Told> told = jdbc.query(
                SAME_CHANGE,
                (row, index) -> new Told(row.getString(1), row.getLong(2)),
                event.notificationId(),
                destination,
                subscription.owner());
        Numbered mine = new Numbered(subscription, event);
        return told.stream()
                .filter(each -> numbered(each)
                        .filter(other -> channel.isSameMessage(mine, other))
                        .isPresent())
                .findFirst()
                .map(each -> "The destination got it from Subscription " + each.subscription() + " under number "
                        + each.number() + ".");
    }

    private Optional<Numbered> numbered(Told told) {
        return subscriptions
                .find(told.subscription())
                .flatMap(subscription ->
                        notifications.range(told.subscription(), told.number(), told.number(), 1).stream()
                                .findFirst()
                                .map(event -> new Numbered(subscription, event)));
    }
}
