package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.delivery.Attempt.Activated;
import dev.tributary.subscriptions.delivery.Attempt.Delivered;
import dev.tributary.subscriptions.delivery.Attempt.Failed;
import dev.tributary.subscriptions.delivery.Attempt.Idle;
import dev.tributary.subscriptions.delivery.Attempt.Postponed;
import dev.tributary.subscriptions.delivery.RestHook.Reply;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One turn of a leased lane: a handshake, or the next notification. */
final class LaneTurn {

    private static final Logger log = LoggerFactory.getLogger(LaneTurn.class);

    /** How many turns read from the database at a time, so that a burst does not empty the connection pool. */
    private static final int READERS = 4;

    private final SubscriptionStore subscriptions;
    private final NotificationStore notifications;
    private final BackportBundles bundles;
    private final RestHook restHook;
    private final Transitions transitions;
    private final NotificationSettings settings;
    private final InstantSource clock;
    private final Semaphore readers = new Semaphore(READERS);

    LaneTurn(
            SubscriptionStore subscriptions,
            NotificationStore notifications,
            BackportBundles bundles,
            RestHook restHook,
            Transitions transitions,
            NotificationSettings settings,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.notifications = notifications;
        this.bundles = bundles;
        this.restHook = restHook;
        this.transitions = transitions;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Takes the turn. The future never fails.
     *
     * @param leased asked once more before sending
     */
    CompletableFuture<Attempt> take(Lane lane, BooleanSupplier leased) {
        Work work;
        try {
            work = prepare(lane);
        } catch (RuntimeException e) {
            log.warn("Subscription {}: the next notification could not be read", lane.subscriptionId(), e);
            return CompletableFuture.completedFuture(new Postponed(lane.subscriptionId()));
        }
        if (work == null || !leased.getAsBoolean()) {
            return CompletableFuture.completedFuture(new Idle(lane.subscriptionId()));
        }
        return post(work)
                .thenApply(reply -> work.isHandshake() ? afterHandshake(lane, work, reply) : afterEvents(work, reply));
    }

    private CompletableFuture<Reply> post(Work work) {
        try {
            return restHook.post(work.subscription().definition(), work.body());
        } catch (RuntimeException e) {
            String reason = "The request could not be sent: " + e.getClass().getSimpleName() + ".";
            return CompletableFuture.completedFuture(Reply.unanswered(reason));
        }
    }

    private @Nullable Work prepare(Lane lane) {
        readers.acquireUninterruptibly();
        try {
            StoredSubscription subscription =
                    subscriptions.find(lane.subscriptionId()).orElse(null);
            if (subscription == null) {
                return null;
            }
            if (subscription.status() == SubscriptionStatus.REQUESTED) {
                String body = restHook.encode(subscription.definition(), bundles.handshake(subscription));
                return new Work(subscription, List.of(), body);
            }
            return subscription.status() == SubscriptionStatus.ACTIVE ? prepareEvents(subscription) : null;
        } finally {
            readers.release();
        }
    }

    private @Nullable Work prepareEvents(StoredSubscription subscription) {
        List<NotifiedEvent> events = notifications.pending(
                subscription.id(), subscription.definition().maxCount());
        if (events.isEmpty()) {
            return null;
        }
        String body = restHook.encode(subscription.definition(), bundles.notification(subscription, events));
        return new Work(subscription, events, body);
    }

    private Attempt afterEvents(Work work, Reply reply) {
        String reason = reply.reason();
        return reason == null
                ? new Delivered(work.subscription(), work.events(), clock.instant())
                : new Failed(work.subscription(), work.events(), clock.instant(), reason, reply.retryAfter());
    }

    /** An answer other than 2xx is the endpoint's word and ends it; silence may be a restart and is tried again. */
    private Attempt afterHandshake(Lane lane, Work work, Reply reply) {
        String reason = reply.reason();
        try {
            if (reason == null) {
                transitions.activate(work.subscription());
                return new Activated(lane.subscriptionId());
            }
            if (reply.answered() || lane.failures() + 1 >= settings.handshakeAttempts()) {
                transitions.fail(work.subscription(), "The handshake failed. " + reason);
                log.warn("Subscription {}: the handshake failed, so it is in error. {}", lane.subscriptionId(), reason);
                return new Idle(lane.subscriptionId());
            }
            return new Failed(work.subscription(), List.of(), clock.instant(), reason, null);
        } catch (RuntimeException e) {
            log.warn("Subscription {}: the outcome of its handshake could not be stored", lane.subscriptionId(), e);
            return new Postponed(lane.subscriptionId());
        }
    }

    /** What is to be sent; without events it is a handshake. */
    private record Work(StoredSubscription subscription, List<NotifiedEvent> events, String body) {
        boolean isHandshake() {
            return events.isEmpty();
        }
    }
}
