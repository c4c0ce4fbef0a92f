package dev.tributary.subscriptions.outbox;

import dev.tributary.subscriptions.events.Facts;
import java.time.Instant;

/**
 * An event as one subscription sees it.
 *
 * @param notificationId the row in {@code hub.notification}
 * @param number the subscription's own number of the event, from 1, without gaps
 * @param kind the code of a shipped topic, or the canonical URL of a user's
 * @param occurred when it happened, by the source's account
 * @param recorded when the hub recorded the event
 * @param focus {@code Encounter/<id>}
 * @param focusVersion the version of the encounter that the event was detected in
 * @param patient {@code Patient/<id>}
 * @param facts what filters can ask of it
 */
public record NotifiedEvent(
        long notificationId,
        long number,
        String kind,
        Instant occurred,
        Instant recorded,
        String focus,
        String focusVersion,
        String patient,
        Facts facts) {}
