package dev.tributary.subscriptions;

import java.time.Duration;

/** Port: what the engine counts. Methods return at once and do not throw. */
public interface NotificationMetrics {

    /** Counts nothing. */
    NotificationMetrics NONE = new NotificationMetrics() {};

    /**
     * An event reached an endpoint.
     *
     * @param committedToReceived from the moment the event was recorded to the endpoint's answer
     */
    default void delivered(Duration committedToReceived) {}

    /** An attempt to deliver failed; it will be repeated. */
    default void attemptFailed() {}

    /** Notifications were given up. */
    default void dead(int notifications) {}

    /** A subscription went to error. */
    default void subscriptionFailed() {}
}
