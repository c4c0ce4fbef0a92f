package dev.tributary.subscriptions;

import java.time.Duration;

/**
 * How patiently and how busily notifications are delivered.
 *
 * <p>A subscription goes to {@code error} once {@code errorAfterAttempts} attempts in a row failed <em>and</em> {@code errorAfter} has passed since
 * the first of them: an outage of some minutes heals by itself, a longer one asks for the client's word.
 *
 * @param poll how often the database is looked at although nobody signalled; also the grain of retries
 * @param lease how long a replica may keep a subscription to itself without renewing; bounds the delay after a crash
 * @param maxInFlight how many endpoints are called at a time; a quarter of them at most are endpoints that failed before
 * @param firstRetry the delay after the first failure; it doubles with each further one, ±20 %
 * @param longestRetry where doubling ends; a Retry-After header may ask for more
 * @param handshakeAttempts how often a handshake is tried when nothing answers; an answer other than 2xx ends it at once
 * @param giveUpAfter when a notification that could not be delivered becomes dead
 */
public record NotificationSettings(
        Duration poll,
        Duration lease,
        int maxInFlight,
        Duration firstRetry,
        Duration longestRetry,
        int errorAfterAttempts,
        Duration errorAfter,
        int handshakeAttempts,
        Duration giveUpAfter) {

    /** What is right for most: error after 5 attempts over 5 minutes, dead after 3 days. */
    public static NotificationSettings defaults() {
        return new NotificationSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                64,
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                5,
                Duration.ofMinutes(5),
                3,
                Duration.ofDays(3));
    }
}
