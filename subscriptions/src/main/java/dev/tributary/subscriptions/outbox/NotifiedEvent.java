package dev.tributary.subscriptions.outbox;

import dev.tributary.subscriptions.events.Facts;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as one subscription sees it.
 *
 * @param notificationId the row in {@code hub.notification}
 * @param number the subscription's own number of the event, from 1, without gaps
 * @param kind the code of a shipped topic, or the canonical URL of a user's
 * @param occurred when it happened, by the source's account
 * @param recorded when the hub recorded the event
 * @param focus {@code Encounter/<id>}
 * @param focusVersion the version of the focus that the event was detected in; a deletion is one, too
 * @param patient {@code Patient/<id>}; if it was merged since, the one that it lives on as
 * @param facts what filters can ask of it
 * @param withheld why the subscriber must not learn more than that there was an event: then focus and patient are empty; else null
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
        Facts facts,
        @Nullable String withheld) {

    /** An event whose content may be told. */
    public NotifiedEvent(
            long notificationId,
            long number,
            String kind,
            Instant occurred,
            Instant recorded,
            String focus,
            String focusVersion,
            String patient,
            Facts facts) {
        this(notificationId, number, kind, occurred, recorded, focus, focusVersion, patient, facts, null);
    }

    /** The same as a number without content, which its subscriber must not learn. */
    public NotifiedEvent withhold(String reason) {
        return new NotifiedEvent(notificationId, number, kind, occurred, recorded, "", "", "", Facts.none(), reason);
    }

    /** Decides about one event: owner, reference and patient to the reason not to tell. */
    @FunctionalInterface
    public interface Refusal {
        Optional<String> of(String owner, String reference, String patient);
    }

    /** As this client may learn of it. */
    public NotifiedEvent disclosedTo(String owner, Refusal refusal) {
        return refusal.of(owner, focus, patient).map(this::withhold).orElse(this);
    }

    /** Whether the write that made it deleted the focus. */
    public boolean isDeletion() {
        return facts.isDeletion();
    }

    /** Whether it is only a number. */
    public boolean isWithheld() {
        return withheld != null;
    }
}
