package dev.tributary.server.observe;

import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The figures that health and metrics share, so that both together cost no more than one of them. */
final class HubFigures {

    private final List<String> sources;
    private final BooleanSupplier away;
    private final Clock clock;
    private final Sampled<Map<String, Figures.Messages>> messages;
    private final Sampled<Figures.Notifications> notifications;
    private final Sampled<Map<String, Long>> subscriptions;
    private final Sampled<Figures.Patients> patients;

    /** @param away whether the database is known not to answer, so that nobody waits for it */
    HubFigures(
            Figures figures, BooleanSupplier away, SourceCatalogue catalogue, ObserveProperties settings, Clock clock) {
        this.away = away;
        this.sources = catalogue.sources().stream().map(Source::id).toList();
        this.clock = clock;
        this.messages = new Sampled<>(() -> figures.messages(sources), settings.sample(), clock);
        this.notifications = new Sampled<>(figures::notifications, settings.sample(), clock);
        this.subscriptions = new Sampled<>(figures::subscriptions, settings.sample(), clock);
        this.patients = new Sampled<>(figures::patients, settings.count(), clock);
    }

    List<String> sources() {
        return sources;
    }

    Optional<Figures.Messages> messages(String source) {
        return read(messages).map(all -> all.getOrDefault(source, Figures.Messages.NONE));
    }

    Optional<Figures.Notifications> notifications() {
        return read(notifications);
    }

    Optional<Map<String, Long>> subscriptions() {
        return read(subscriptions);
    }

    Optional<Figures.Patients> patients() {
        return read(patients);
    }

    private <T> Optional<T> read(Sampled<T> figure) {
        return away.getAsBoolean() ? Optional.empty() : figure.get();
    }

    /** Zero if nothing waits. */
    Duration age(@Nullable Instant oldest) {
        var age = oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }
}
