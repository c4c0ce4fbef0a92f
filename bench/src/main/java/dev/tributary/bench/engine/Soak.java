package dev.tributary.bench.engine;

import dev.tributary.bench.measure.Pace;
import dev.tributary.bench.measure.Result;
import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Endpoints that fail in every way, one after the other, for as long as one likes; in the end all recover, and the account must be even. */
public final class Soak {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CHANGE = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofMinutes(3);
    private static final double BAD = 0.3;

    private final Settings settings;
    private final Random random;
    private final Map<Integer, Long> committed = new ConcurrentHashMap<>();
    private final Set<Fault> seen = new HashSet<>();
    private long reactivated;

    /** @param rate events a second; every endpoint gets each */
    public record Settings(int endpoints, double rate, Duration lasting, long seed) {}

    public Soak(Settings settings) {
        this.settings = settings;
        this.random = new Random(settings.seed());
    }

    /** Runs it and returns whether every endpoint got every event in order. */
    public boolean run(Result result) throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        var identities = Identities.make();
        try (var database = EngineDatabase.open(EngineDatabase.Kind.POSTGRESQL);
                var engine = new Engine(database, identities.client(), impatient());
                var endpoints = new Endpoints(settings.endpoints(), identities)) {
            endpoints.subscribe(engine, TIMEOUT);
            awaitActive(engine);
            var before = used();
            var last = storm(engine, endpoints);
            for (var endpoint : endpoints.all()) {
                endpoint.become(Fault.NONE);
            }
            recover(engine, endpoints, last);
            return report(result, engine, endpoints, last, before);
        }
    }

    /** Error after seconds instead of minutes, so that a short soak sees it often. */
    private static NotificationSettings impatient() {
        var usual = NotificationSettings.defaults();
        return new NotificationSettings(
                usual.poll(),
                usual.lease(),
                usual.maxInFlight(),
                usual.firstRetry(),
                Duration.ofSeconds(10),
                usual.errorAfterAttempts(),
                Duration.ofSeconds(20),
                usual.handshakeAttempts(),
                usual.giveUpAfter());
    }

    private void awaitActive(Engine engine) throws InterruptedException {
        while (engine.byStatus()
                        .getOrDefault(SubscriptionStatus.ACTIVE, List.of())
                        .size()
                < settings.endpoints()) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private int storm(Engine engine, Endpoints endpoints) throws InterruptedException, IOException {
        var pace = new Pace(settings.rate());
        var count = (int) (settings.rate() * settings.lasting().toSeconds());
        var change = System.nanoTime();
        for (int number = 1; number <= count; number++) {
            pace.await();
            engine.event(number);
            committed.put(number, System.nanoTime());
            if (System.nanoTime() - change > CHANGE.toNanos()) {
                change = System.nanoTime();
                shuffle(endpoints);
                reactivate(engine, endpoints);
            }
        }
        return count;
    }

    private void shuffle(Endpoints endpoints) throws IOException {
        var faults = Fault.values();
        for (var endpoint : endpoints.all()) {
            var fault = random.nextDouble() < BAD ? faults[random.nextInt(faults.length)] : Fault.NONE;
            endpoint.become(fault);
            seen.add(fault);
        }
    }

    /** What a client does whose endpoint is well again. */
    private void reactivate(Engine engine, Endpoints endpoints) {
        for (var id : engine.byStatus().getOrDefault(SubscriptionStatus.ERROR, List.of())) {
            var endpoint = endpoints.all().get(Endpoints.place(id));
            if (endpoint.fault() == Fault.NONE) {
                engine.subscribe(id, endpoint.url(), TIMEOUT);
                reactivated++;
            }
        }
    }

    private void recover(Engine engine, Endpoints endpoints, int last) throws InterruptedException {
        var end = System.nanoTime() + RECOVERY.toNanos();
        while (System.nanoTime() < end
                && Endpoints.account(endpoints.all(), 1, last).missing() > 0) {
            reactivate(engine, endpoints);
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private boolean report(Result result, Engine engine, Endpoints endpoints, int last, long before) {
        var account = Endpoints.account(endpoints.all(), 1, last);
        result.row("all endpoints")
                .with("kinds of fault", seen.size() - 1L)
                .with("reactivated", reactivated)
                .with("expected", account.expected())
                .with("missing", account.missing())
                .with("repeated", account.repeated())
                .with("disordered", account.disordered())
                .with("pending", engine.count("pending"))
                .with("dead", engine.count("dead"))
                .with("MB before", before)
                .with("MB after", used())
                .with(Endpoints.latencies(endpoints.all(), 1, last, committed));
        return account.missing() == 0 && account.disordered() == 0;
    }

    /** Memory in use after a collection, arrivals that the bench itself keeps included. */
    @SuppressWarnings("ExplicitGc") // The figure means nothing without it.
    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / (1024 * 1024);
    }
}
