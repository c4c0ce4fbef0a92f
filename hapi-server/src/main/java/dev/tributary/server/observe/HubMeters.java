package dev.tributary.server.observe;

import dev.tributary.subscriptions.registry.SubscriptionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The hub's <a href="https://docs.micrometer.io/micrometer/reference/concepts/naming.html">meters</a>. Prometheus writes a dot as
 * {@code _}, and adds {@code _total} to counters and {@code _seconds} to times.
 *
 * <p>Gauges that are read from the database, the same on every replica; no number while the database does not answer:
 *
 * <ul>
 *   <li>{@code hub.messages.waiting} {source}: kept, not yet applied
 *   <li>{@code hub.messages.failed} {source}: parked, to be looked at and replayed
 *   <li>{@code hub.lane.lag} {source}: seconds since the oldest waiting message was received; 0 if none waits
 *   <li>{@code hub.notifications} {state = pending, dead}
 *   <li>{@code hub.notifications.lag}: seconds since the oldest pending notification of an active subscription was made
 *   <li>{@code hub.subscriptions} {status = requested, active, error, off}
 *   <li>{@code hub.source.records}, {@code hub.unified.patients}: counted at most once per {@code hub.observe.count}
 * </ul>
 *
 * <p>Counted where it happens, so each replica has its own:
 *
 * <ul>
 *   <li>{@code hub.messages} {source, state}: counter of messages that ended applied, failed, rejected or unsupported
 *   <li>{@code hub.messages.received} {source, duplicate}: counter
 *   <li>{@code hub.message.apply} {source}: histogram, from receipt to its end
 *   <li>{@code hub.notification.latency}: histogram, from commit of the event to the endpoint's answer
 *   <li>{@code hub.notification.attempts.failed}, {@code hub.notifications.dead}, {@code hub.subscriptions.failed}: counters
 *   <li>{@code hub.feeds.mllp.connections}: gauge; {@code hub.feeds.mllp.messages}, {@code hub.feeds.mllp.broken},
 *       {@code hub.feeds.mllp.too.large} {source}: counters
 * </ul>
 */
final class HubMeters implements MeterBinder {

    private final HubFigures figures;

    HubMeters(HubFigures figures) {
        this.figures = figures;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        figures.sources().forEach(source -> bindSource(registry, source));
        notifications(registry, "pending", Figures.Notifications::pendingCount);
        notifications(registry, "dead", Figures.Notifications::dead);
        gauge("hub.notifications.lag", figures::notifications, found -> age(found.oldestDue()))
                .description("Age of the oldest pending notification of an active subscription")
                .baseUnit("seconds")
                .register(registry);
        for (var status : SubscriptionStatus.values()) {
            gauge("hub.subscriptions", figures::subscriptions, found -> found.getOrDefault(status.code(), 0L))
                    .description("Subscriptions by status")
                    .tag("status", status.code())
                    .register(registry);
        }
        gauge("hub.source.records", figures::patients, Figures.Patients::sourceRecords)
                .description("Patient records of the sources")
                .register(registry);
        gauge("hub.unified.patients", figures::patients, Figures.Patients::unified)
                .description("People that the source records belong to")
                .register(registry);
    }

    private void bindSource(MeterRegistry registry, String source) {
        Supplier<Optional<Figures.Messages>> messages = () -> figures.messages(source);
        gauge("hub.messages.waiting", messages, found -> found.waiting().count())
                .description("Messages that are kept and not yet applied")
                .tag("source", source)
                .register(registry);
        gauge("hub.messages.failed", messages, found -> found.failed().count())
                .description("Messages that are parked")
                .tag("source", source)
                .register(registry);
        gauge(
                        "hub.lane.lag",
                        messages,
                        found -> age(Optional.ofNullable(found.waiting().oldest())))
                .description("Age of the oldest waiting message")
                .baseUnit("seconds")
                .tag("source", source)
                .register(registry);
    }

    private void notifications(MeterRegistry registry, String state, ToDoubleFunction<Figures.Notifications> count) {
        gauge("hub.notifications", figures::notifications, count)
                .description("Notifications that are not delivered")
                .tag("state", state)
                .register(registry);
    }

    private double age(Optional<Instant> oldest) {
        return figures.age(oldest.orElse(null)).toMillis() / 1000.0;
    }

    /** NaN, which Prometheus knows as no number, while nothing is known. */
    private static <T> Gauge.Builder<Supplier<Number>> gauge(
            String name, Supplier<Optional<T>> figures, ToDoubleFunction<T> figure) {
        Function<T, Number> number = figure::applyAsDouble;
        return Gauge.builder(name, () -> figures.get().map(number).orElse(Double.NaN));
    }
}
