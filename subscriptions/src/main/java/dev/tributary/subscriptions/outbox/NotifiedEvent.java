package dev.tributary.subscriptions.outbox;

import java.time.Instant;

/**
 * An event as one subscription sees it.
 *
 * @param notificationId the row in {@code hub.notification}
 * @param number the subscription's own number of the event, from 1, without gaps
 * @param recorded when the hub recorded the event
 * @param focus {@code Encounter/<id>}
 * @param focusVersion the version of the encounter that the event was detected in
 * @param patient {@code Patient/<id>}
 */
public record NotifiedEvent(
        long notificationId, long number, Instant recorded, String focus, String focusVersion, String patient) {}
