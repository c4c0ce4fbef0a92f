package dev.tributary.server.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What matching does, per replica: {@code hub.identity.match} (time of a look-up), {@code hub.identity.decisions} {outcome = link, new,
 * review}, {@code hub.identity.blocks.split} (over-full blocks), {@code hub.identity.blocks.cut} (look-ups that left candidates out).
 */
final class MatchMeters {

    private final MeterRegistry registry;
    private final Timer timer;
    private final Counter split;
    private final Counter cut;

    MatchMeters(MeterRegistry registry) {
        this.registry = registry;
        this.timer = Timer.builder("hub.identity.match")
                .description("Finding and comparing the candidates of a record")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        this.split = Counter.builder("hub.identity.blocks.split")
                .description("Blocks that were over-full and compared by a further key")
                .register(registry);
        this.cut = Counter.builder("hub.identity.blocks.cut")
                .description("Blocks and candidate lists of which a part was left out")
                .register(registry);
    }

    <T> T timed(Supplier<T> work) {
        return Objects.requireNonNull(timer.record(work));
    }

    void looked(int overFull, int leftOut) {
        split.increment(overFull);
        cut.increment(leftOut);
    }

    void decided(String outcome) {
        registry.counter("hub.identity.decisions", "outcome", outcome).increment();
    }
}
