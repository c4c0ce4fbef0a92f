package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.topics.Topic;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for, read from its Subscription.
 *
 * @param wanted false when the client switched it off
 * @param end when the subscription switches itself off; null for never
 * @param resource what it was read from; not to be changed
 */
public record SubscriptionDefinition(
        Topic topic,
        boolean wanted,
        List<Filter> filters,
        ChannelDefinition channel,
        PayloadDefinition payload,
        @Nullable Instant end,
        Subscription resource) {

    /** How much its notifications say. */
    public PayloadContent content() {
        return payload.content();
    }
}
