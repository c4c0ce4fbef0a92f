package dev.tributary.server.identity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import org.springframework.dao.DataAccessException;

/** {@code hub.identity.reviews} {state = open, deferred, linked, never-linked}; no number while the database does not answer. */
final class ReviewMeters implements MeterBinder {

    private final ReviewTable reviews;

    ReviewMeters(ReviewTable reviews) {
        this.reviews = reviews;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var state : List.of("open", "deferred", "linked", "never-linked")) {
            Gauge.builder("hub.identity.reviews", () -> count(state))
                    .description("Pairs of records that a person must judge or has judged")
                    .tag("state", state)
                    .register(registry);
        }
    }

    private double count(String state) {
        try {
            return reviews.counts().getOrDefault(state, 0L);
        } catch (DataAccessException e) {
            return Double.NaN;
        }
    }
}
