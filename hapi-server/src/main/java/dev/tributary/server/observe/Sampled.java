package dev.tributary.server.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * A figure that is asked for at most once a period, whoever wants it. A failure is kept as long as a figure: a database that is away
 * would otherwise hold up every meter of a scrape in turn.
 */
final class Sampled<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Sampled.class);

    private final Supplier<T> figure;
    private final Duration period;
    private final InstantSource clock;
    private Optional<T> last = Optional.empty();
    private Instant stale = Instant.MIN;

    Sampled(Supplier<T> figure, Duration period, InstantSource clock) {
        this.figure = figure;
        this.period = period;
        this.clock = clock;
    }

    /** Empty if the database did not answer. */
    synchronized Optional<T> get() {
        if (!clock.instant().isBefore(stale)) {
            last = ask();
            stale = clock.instant().plus(period);
        }
        return last;
    }

    private Optional<T> ask() {
        try {
            return Optional.of(figure.get());
        } catch (DataAccessException e) {
            LOG.warn("Figures could not be read: {}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
