package dev.tributary.server.identity;

import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.Matcher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The model that decides: the one that somebody activated, else the configured one. Every replica follows within seconds. */
final class CurrentModel implements Supplier<Matcher> {

    static final Duration FRESH = Duration.ofSeconds(5);

    private final ModelTable table;
    private final Matcher configured;
    private final Clock clock;
    private volatile @Nullable Known known;

    CurrentModel(ModelTable table, Matcher configured, Clock clock) {
        this.table = table;
        this.configured = configured;
        this.clock = clock;
    }

    private record Known(String version, Matcher matcher, Instant until) {}

    /** Throws what reading the table throws: the message is tried again then, and not decided by another model. */
    @Override
    public Matcher get() {
        var now = clock.instant();
        var before = known;
        if (before != null && now.isBefore(before.until())) {
            return before.matcher();
        }
        var active = table.active();
        var version = active.map(each -> each[0]).orElse("");
        var matcher = before != null && before.version().equals(version)
                ? before.matcher()
                : active.map(each -> new Matcher(MatchModel.parse(each[1]))).orElse(configured);
        known = new Known(version, matcher, now.plus(FRESH));
        return matcher;
    }

    /** Whoever activated a model sees it at once. */
    void forget() {
        known = null;
    }
}
