package dev.tributary.bench.engine;

import dev.tributary.bench.measure.Pace;
import dev.tributary.bench.measure.Result;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Many endpoints that all get every event, first all of them healthy, then with a part dead, hanging or slow. What matters is what the healthy
 * ones notice of the others.
 */
public final class Deliver {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Fault[] BAD = {Fault.DEAD, Fault.HANG, Fault.SLOW, Fault.STORM};

    private final Settings settings;
    private final Map<Integer, Long> committed = new ConcurrentHashMap<>();

    /**
     * @param rate notifications a second, over all endpoints
     * @param bad how many endpoints are bad in the second half
     * @param lasting of each half
     * @param replicas engines on one database; H2 takes one
     */
    public record Settings(
            int endpoints, int bad, double rate, Duration lasting, EngineDatabase.Kind database, int replicas) {}

    public Deliver(Settings settings) {
        this.settings = settings;
    }

    /** Runs both halves and adds a row for each. */
    public void run(Result result) throws IOException, InterruptedException, SQLException, NoSuchAlgorithmException {
        try (var database = EngineDatabase.open(settings.database());
                var replicas = Replicas.start(settings.replicas(), database, SSLContext.getDefault());
                var endpoints = new Endpoints(settings.endpoints(), null)) {
            var engine = replicas.first();
            endpoints.subscribe(engine, TIMEOUT);
            awaitActive(engine);
            var healthy = endpoints.all().subList(settings.bad(), settings.endpoints());
            var warm = events(engine, 0, Duration.ofSeconds(5));
            await(endpoints.all(), warm);
            var first = events(engine, warm, settings.lasting());
            await(endpoints.all(), first);
            report(result, "all healthy", healthy, warm + 1, first);
            for (int i = 0; i < settings.bad(); i++) {
                endpoints.all().get(i).become(BAD[i % BAD.length]);
            }
            var second = events(engine, first, settings.lasting());
            await(healthy, second);
            report(result, settings.bad() + " of " + settings.endpoints() + " bad", healthy, first + 1, second);
        }
    }

    private void awaitActive(Engine engine) throws InterruptedException {
        var end = System.nanoTime() + SETTLING.toNanos();
        while (engine.byStatus()
                        .getOrDefault(SubscriptionStatus.ACTIVE, List.of())
                        .size()
                < settings.endpoints()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Not all subscriptions became active.");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Commits events at the rate and returns the number of the last. */
    private int events(Engine engine, int from, Duration lasting) throws InterruptedException {
        var perSecond = settings.rate() / settings.endpoints();
        var pace = new Pace(perSecond);
        var count = (int) Math.round(perSecond * lasting.toSeconds());
        for (int number = from + 1; number <= from + count; number++) {
            pace.await();
            engine.event(number);
            committed.put(number, System.nanoTime());
        }
        return from + count;
    }

    private static void await(List<Endpoint> some, int last) throws InterruptedException {
        var end = System.nanoTime() + SETTLING.toNanos();
        while (System.nanoTime() < end
                && some.stream().anyMatch(each -> each.arrivals().size() < last)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void report(Result result, String what, List<Endpoint> healthy, int first, int last) {
        var account = Endpoints.account(healthy, first, last);
        var until = healthy.stream()
                .flatMap(each -> each.arrivals().stream())
                .filter(each -> each.number() >= first && each.number() <= last)
                .mapToLong(Endpoint.Arrival::nanos)
                .max()
                .orElse(0);
        var seconds = (until - committed.getOrDefault(first, until)) / 1e9;
        result.row(what)
                .with("healthy endpoints", healthy.size())
                .with("expected", account.expected())
                .with("missing", account.missing())
                .with("repeated", account.repeated())
                .with("disordered", account.disordered())
                .with("notifications/s", (account.expected() - account.missing()) / seconds)
                .with(Endpoints.latencies(healthy, first, last, committed));
    }
}
