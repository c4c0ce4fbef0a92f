package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.events.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for, read from its Subscription.
 *
 * @param wanted false when the client switched it off
 * @param headers header lines, {@code Name: value}
 * @param mimeType what the endpoint gets as Content-Type
 * @param patientFilter {@code Patient/<id>}, or null for all patients
 * @param timeout how long one attempt may take
 * @param maxCount how many events one bundle may carry
 * @param end when the subscription switches itself off; null for never
 */
public record SubscriptionDefinition(
        EventKind kind,
        boolean wanted,
        String endpoint,
        List<String> headers,
        String mimeType,
        PayloadContent content,
        @Nullable String patientFilter,
        Duration timeout,
        int maxCount,
        @Nullable Instant end) {}
