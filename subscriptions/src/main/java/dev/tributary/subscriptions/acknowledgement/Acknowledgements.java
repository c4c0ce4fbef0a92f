package dev.tributary.subscriptions.acknowledgement;

import dev.tributary.subscriptions.acknowledgement.AcknowledgementStore.Overdue;
import dev.tributary.subscriptions.acknowledgement.AcknowledgementStore.Row;
import dev.tributary.subscriptions.outbox.EventRepeat;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStatusListener;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Opens a Task for each numbered event of a subscription that asks for it, and tells another subscription of those that nobody acknowledged in
 * time. May run on any number of replicas: marks and claims are rows that one of them locks.
 *
 * <p>Which events get Tasks is exact: the mark begins in the transaction that lets a subscription count.
 */
public final class Acknowledgements implements SubscriptionStatusListener {

    private static final Logger log = LoggerFactory.getLogger(Acknowledgements.class);
    private static final int TASKS_PER_TRANSACTION = 50;

    private final Parts parts;

    /** What it works with. */
    public record Parts(
            AcknowledgementStore store,
            SubscriptionStore subscriptions,
            NotificationStore notifications,
            EventRepeat repeat,
            TaskBoard tasks,
            TransactionOperations transactions,
            InstantSource clock) {}

    public Acknowledgements(Parts parts) {
        this.parts = parts;
    }

    /** Begins or ends with the subscription's own plan, in the transaction that makes it active. */
    @Override
    public void changed(String subscriptionId, SubscriptionStatus status, @Nullable String error) {
        if (status != SubscriptionStatus.ACTIVE) {
            return;
        }
        boolean planned = parts.subscriptions()
                .find(subscriptionId)
                .flatMap(subscription -> AcknowledgementPlan.of(subscription.definition()))
                .isPresent();
        if (planned) {
            parts.store().begin(subscriptionId);
        } else {
            parts.store().end(subscriptionId);
        }
    }

    /** Opens Tasks for what has been numbered since the last call; returns how many. */
    public int open() {
        int opened = 0;
        for (String subscriptionId : parts.store().behind()) {
            Integer more;
            do {
                more = parts.transactions().execute(status -> openSome(subscriptionId));
                opened += more == null ? 0 : more;
            } while (more != null && more == TASKS_PER_TRANSACTION);
        }
        return opened;
    }

    private int openSome(String subscriptionId) {
        Optional<Long> mark = parts.store().lockMark(subscriptionId);
        StoredSubscription subscription =
                parts.subscriptions().find(subscriptionId).orElse(null);
        if (mark.isEmpty() || subscription == null) {
            parts.store().end(subscriptionId);
            return 0;
        }
        Optional<AcknowledgementPlan> plan = AcknowledgementPlan.of(subscription.definition());
        long newest = subscription.eventsSinceStart();
        if (plan.isEmpty()) {
            parts.store().mark(subscriptionId, newest);
            return 0;
        }
        List<NotifiedEvent> events =
                parts.notifications().range(subscriptionId, mark.get() + 1, newest, TASKS_PER_TRANSACTION);
        Instant now = parts.clock().instant();
        for (NotifiedEvent event : events) {
            String taskId =
                    parts.tasks().open(subscription, event, now.plus(plan.get().within()));
            parts.store().open(subscriptionId, event.number(), taskId, subscription.owner(), now, plan.get());
        }
        boolean all = events.size() < TASKS_PER_TRANSACTION;
        parts.store()
                .mark(
                        subscriptionId,
                        all ? newest : events.get(events.size() - 1).number());
        return events.size();
    }

    /** Tells of what nobody acknowledged in time; returns how many subscriptions were told. */
    public int escalate() {
        int told = 0;
        for (Overdue overdue : parts.store().overdue(parts.clock().instant())) {
            told += escalate(overdue) ? 1 : 0;
        }
        return told;
    }

    private boolean escalate(Overdue overdue) {
        Boolean told = parts.transactions().execute(status -> {
            if (!parts.store().claimEscalation(overdue.taskId(), parts.clock().instant())) {
                return null; // Acknowledged, or told by another replica, at the last moment.
            }
            Optional<Long> number =
                    parts.repeat().repeat(overdue.subscriptionId(), overdue.eventNumber(), overdue.escalateTo());
            number.ifPresent(each -> parts.store().escalated(overdue.taskId(), each));
            return number.isPresent();
        });
        if (Boolean.FALSE.equals(told)) {
            log.warn(
                    "Subscription {}: event {} was not acknowledged in time, and Subscription {} could not be told",
                    overdue.subscriptionId(),
                    overdue.eventNumber(),
                    overdue.escalateTo());
        }
        return Boolean.TRUE.equals(told);
    }

    /**
     * How a subscriber keeps up.
     *
     * @param acknowledged how many were, in time or later
     * @param open how many Tasks wait or are worked on
     * @param overdue how many of them nobody acknowledged in time
     * @param p50 the median time to the acknowledgement; null before the first
     */
    public record Figures(
            String subscription,
            String owner,
            int acknowledged,
            int open,
            int overdue,
            int escalated,
            @Nullable Duration p50,
            @Nullable Duration p90) {}

    /** Of each subscription, from the Tasks opened since then. */
    public List<Figures> figures(Instant since) {
        Instant now = parts.clock().instant();
        Map<String, List<Row>> rows = parts.store().since(since).stream()
                .collect(Collectors.groupingBy(Row::subscriptionId, TreeMap::new, Collectors.toList()));
        return rows.entrySet().stream()
                .map(each -> figures(each.getKey(), each.getValue(), now))
                .toList();
    }

    private static Figures figures(String subscription, List<Row> rows, Instant now) {
        List<Duration> taken =
                rows.stream().flatMap(row -> row.taken().stream()).sorted().toList();
        int overdue = (int) rows.stream()
                .filter(row -> row.acknowledgedAt() == null
                        && row.isOpen()
                        && row.dueAt().isBefore(now))
                .count();
        return new Figures(
                subscription,
                rows.get(0).owner(),
                taken.size(),
                (int) rows.stream().filter(Row::isOpen).count(),
                overdue,
                (int) rows.stream().filter(Row::escalated).count(),
                percentile(taken, 0.5),
                percentile(taken, 0.9));
    }

    private static @Nullable Duration percentile(List<Duration> sorted, double share) {
        return sorted.isEmpty() ? null : sorted.get(Math.max((int) Math.ceil(share * sorted.size()), 1) - 1);
    }
}
