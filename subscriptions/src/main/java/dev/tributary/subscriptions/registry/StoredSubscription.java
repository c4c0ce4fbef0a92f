package dev.tributary.subscriptions.registry;

import org.jspecify.annotations.Nullable;

/**
 * A subscription as the hub keeps it.
 *
 * @param owner the client id it belongs to
 * @param revision grows with every change by the client
 * @param error why it is in error, or null
 * @param eventsSinceStart how many events have matched, delivered or not; also the number of the newest
 */
public record StoredSubscription(
        String id,
        String owner,
        SubscriptionDefinition definition,
        SubscriptionStatus status,
        long revision,
        @Nullable String error,
        long eventsSinceStart) {}
