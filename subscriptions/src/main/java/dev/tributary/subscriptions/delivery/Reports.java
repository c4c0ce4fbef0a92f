package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.NotificationMetrics;
import dev.tributary.subscriptions.delivery.Attempt.Delivered;
import dev.tributary.subscriptions.delivery.Attempt.Failed;
import dev.tributary.subscriptions.delivery.LaneLeases.Release;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of outcomes that are written: to the log, to the metrics, and to the subscription when it has failed for too long. */
final class Reports {

    private static final Logger log = LoggerFactory.getLogger(Reports.class);

    private final RetryPolicy retries;
    private final Transitions transitions;
    private final NotificationMetrics metrics;
    private final Executor workers;

    Reports(RetryPolicy retries, Transitions transitions, NotificationMetrics metrics, Executor workers) {
        this.retries = retries;
        this.transitions = transitions;
        this.metrics = metrics;
        this.workers = workers;
    }

    /** @param release how its lane was given back; null if it goes on or was lost */
    void report(Attempt attempt, @Nullable Release release) {
        if (attempt instanceof Delivered delivered) {
            log.debug("Subscription {}: {} delivered", attempt.subscriptionId(), what(delivered.events()));
            delivered.events().forEach(event -> metrics.delivered(Duration.between(event.recorded(), delivered.at())));
        } else if (attempt instanceof Failed failed) {
            metrics.attemptFailed();
            log.warn(
                    "Subscription {}: {} not delivered{}; next attempt {}. {}",
                    attempt.subscriptionId(),
                    what(failed.events()),
                    failed.refusal() == null ? "" : ", and refused",
                    release == null ? "when it is leased again" : release.nextAttempt(),
                    failed.reason());
            boolean active = failed.subscription().status() == SubscriptionStatus.ACTIVE;
            if (active && release != null && isOver(failed, release.lane())) {
                workers.execute(() -> fail(failed));
            }
        }
    }

    private boolean isOver(Failed failed, Lane lane) {
        return failed.lasting() ? retries.isClosed(lane) : retries.isHopeless(lane, failed.at());
    }

    private static String what(List<NotifiedEvent> events) {
        if (events.isEmpty()) {
            return "a handshake or heartbeat";
        }
        long first = events.get(0).number();
        long last = events.get(events.size() - 1).number();
        return first == last ? "event " + first : "events " + first + " to " + last;
    }

    /** Should it not be stored, the next failed attempt brings it here again. */
    private void fail(Failed failed) {
        try {
            transitions.fail(failed.subscription(), "Notifications could not be delivered. " + failed.reason());
            log.warn("Subscription {}: failed for too long and is in error", failed.subscriptionId());
            metrics.subscriptionFailed();
        } catch (RuntimeException e) {
            log.warn("Subscription {}: its error could not be stored", failed.subscriptionId(), e);
        }
    }
}
