package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.delivery.Attempt.Activated;
import dev.tributary.subscriptions.delivery.Attempt.Delivered;
import dev.tributary.subscriptions.delivery.Attempt.Failed;
import dev.tributary.subscriptions.delivery.Attempt.Idle;
import dev.tributary.subscriptions.delivery.Attempt.Postponed;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.StoredSubscription;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One turn of a leased lane: a handshake, a heartbeat, or the next notifications. */
final class LaneTurn {

    private static final Logger log = LoggerFactory.getLogger(LaneTurn.class);

    /** How many turns read from the database at a time, so that a burst does not empty the connection pool. */
    private static final int READERS = 4;

    /** After this a turn sends nothing more: others wait, and the subscription may have become another. */
    private static final Duration LONGEST = Duration.ofMillis(250);

    private static final Dispatch NO_CHANNEL = () -> CompletableFuture.completedFuture(
            Reply.unanswered("This hub no longer has the channel that the subscription asks for."));

    private final Channels channels;
    private final Disclosure disclosure;
    private final Transitions transitions;
    private final ToldElsewhere told;
    private final NotificationSettings settings;
    private final InstantSource clock;
    private final Executor workers;
    private final Semaphore readers = new Semaphore(READERS);

    LaneTurn(
            Channels channels,
            Disclosure disclosure,
            Transitions transitions,
            ToldElsewhere told,
            NotificationSettings settings,
            InstantSource clock,
            Executor workers) {
        this.channels = channels;
        this.disclosure = disclosure;
        this.transitions = transitions;
        this.told = told;
        this.settings = settings;
        this.clock = clock;
        this.workers = workers;
    }

    /** Who can be reached from here only while a client is connected. */
    Channels.Connected connected() {
        return channels.connected();
    }

    /**
     * Takes the turn: sends one after the other while all goes well and time remains. The future never fails.
     *
     * @param leased asked once more before sending
     * @param delivered told of all that arrived but the last, which is the outcome
     */
    CompletableFuture<Attempt> take(
            Lane lane, List<Shipment> shipments, BooleanSupplier leased, Consumer<Attempt> delivered) {
        return take(lane, shipments, leased, delivered, System.nanoTime() + LONGEST.toNanos());
    }

    private CompletableFuture<Attempt> take(
            Lane lane, List<Shipment> shipments, BooleanSupplier leased, Consumer<Attempt> delivered, long until) {
        CompletableFuture<Attempt> first = take(lane, shipments.get(0), leased);
        if (shipments.size() == 1) {
            return first;
        }
        return first.thenComposeAsync(
                attempt -> {
                    if (!(attempt instanceof Delivered) || System.nanoTime() > until) {
                        return CompletableFuture.completedFuture(attempt);
                    }
                    delivered.accept(attempt);
                    return take(lane, shipments.subList(1, shipments.size()), leased, delivered, until);
                },
                workers);
    }

    private CompletableFuture<Attempt> take(Lane lane, Shipment shipment, BooleanSupplier leased) {
        Work work;
        try {
            work = prepare(shipment);
        } catch (RuntimeException e) {
            log.warn("Subscription {}: its notification could not be prepared", lane.subscriptionId(), e);
            return CompletableFuture.completedFuture(new Postponed(lane.subscriptionId()));
        }
        if (work == null || !leased.getAsBoolean()) {
            return CompletableFuture.completedFuture(new Idle(lane.subscriptionId()));
        }
        return post(work)
                .thenApply(reply -> work.isHandshake() ? afterHandshake(lane, work, reply) : afterSending(work, reply));
    }

    private static CompletableFuture<Reply> post(Work work) {
        try {
            return work.dispatch().send();
        } catch (RuntimeException e) {
            String reason = "The request could not be sent: " + e.getClass().getSimpleName() + ".";
            return CompletableFuture.completedFuture(Reply.unanswered(reason));
        }
    }

    private @Nullable Work prepare(Shipment shipment) {
        readers.acquireUninterruptibly();
        try {
            return shipment.purpose() == Purpose.HANDSHAKE ? work(shipment) : disclosed(shipment);
        } finally {
            readers.release();
        }
    }

    private @Nullable Work disclosed(Shipment shipment) {
        StoredSubscription subscription = shipment.subscription();
        Optional<String> lapsed = disclosure.lapse(subscription.owner());
        if (lapsed.isPresent()) {
            transitions.lapse(subscription, lapsed.get());
            log.warn("Subscription {}: off, since its owner may have none any more", subscription.id());
            return null;
        }
        List<NotifiedEvent> events = shipment.events().stream()
                .map(event -> event.disclosedTo(subscription.owner(), disclosure::refusal))
                .toList();
        return work(new Shipment(subscription, shipment.purpose(), untold(subscription, events)));
    }

    private List<NotifiedEvent> untold(StoredSubscription subscription, List<NotifiedEvent> events) {
        return channels.find(subscription.definition())
                .map(channel -> events.stream()
                        .map(event -> told.reason(channel, subscription, event)
                                .map(event::withhold)
                                .orElse(event))
                        .toList())
                .orElse(events);
    }

    private Work work(Shipment shipment) {
        Dispatch dispatch = channels.find(shipment.subscription().definition())
                .map(channel -> dispatch(channel, shipment))
                .orElse(NO_CHANNEL);
        return new Work(shipment, dispatch);
    }

    /** What a channel cannot tell as a bare number is not told at all, and counts as sent. */
    private static Dispatch dispatch(Channel channel, Shipment shipment) {
        List<NotifiedEvent> told = channel.tellsBareNumbers()
                ? shipment.events()
                : shipment.events().stream()
                        .filter(event -> !event.isWithheld())
                        .toList();
        if (told.isEmpty() && !shipment.events().isEmpty()) {
            return () -> CompletableFuture.completedFuture(Reply.TAKEN);
        }
        return channel.prepare(new Shipment(shipment.subscription(), shipment.purpose(), told));
    }

    private Attempt afterSending(Work work, Reply reply) {
        String reason = reply.reason();
        return reason == null
                ? new Delivered(work.shipment().subscription(), work.shipment().events(), clock.instant())
                : new Failed(
                        work.shipment().subscription(),
                        work.shipment().events(),
                        clock.instant(),
                        reason,
                        reply.retryAfter(),
                        reply.refusal(),
                        reply.lasting());
    }

    /** An answer other than 2xx is the endpoint's word and ends it; silence may be a restart and is tried again. */
    private Attempt afterHandshake(Lane lane, Work work, Reply reply) {
        String reason = reply.reason();
        try {
            if (reason == null) {
                transitions.activate(work.shipment().subscription());
                return new Activated(work.shipment().subscription());
            }
            if (reply.answered() || lane.failures() + 1 >= settings.handshakeAttempts()) {
                transitions.fail(work.shipment().subscription(), "The handshake failed. " + reason);
                log.warn("Subscription {}: the handshake failed, so it is in error. {}", lane.subscriptionId(), reason);
                return new Idle(lane.subscriptionId());
            }
            return new Failed(work.shipment().subscription(), List.of(), clock.instant(), reason, null, null, false);
        } catch (RuntimeException e) {
            log.warn("Subscription {}: the outcome of its handshake could not be stored", lane.subscriptionId(), e);
            return new Postponed(lane.subscriptionId());
        }
    }

    private record Work(Shipment shipment, Dispatch dispatch) {
        boolean isHandshake() {
            return shipment.purpose() == Purpose.HANDSHAKE;
        }
    }
}
