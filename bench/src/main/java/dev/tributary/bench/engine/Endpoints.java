package dev.tributary.bench.engine;

import dev.tributary.bench.measure.Latencies;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** All endpoints of a run, one subscription each: s0, s1 and so on. */
final class Endpoints implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "endpoint");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Endpoint> all = new ArrayList<>();

    /** @param identities null for endpoints without TLS; else every fourth has it */
    Endpoints(int count, @Nullable Identities identities) throws IOException {
        for (int i = 0; i < count; i++) {
            all.add(new Endpoint(i % 4 == 0 ? identities : null, threads));
        }
    }

    List<Endpoint> all() {
        return all;
    }

    void subscribe(Engine engine, Duration timeout) {
        for (int i = 0; i < all.size(); i++) {
            engine.subscribe("s" + i, all.get(i).url(), timeout);
        }
    }

    /** Subscription ids of these endpoints are their places in the list. */
    static int place(String subscription) {
        return Integer.parseInt(subscription.substring(1));
    }

    /**
     * What some endpoints got of the events first to last.
     *
     * @param missing numbers that never came
     * @param repeated numbers that came again
     * @param disordered numbers that came, for the first time, after a higher one
     */
    record Account(long expected, long missing, long repeated, long disordered) {}

    static Account account(List<Endpoint> some, int first, int last) {
        long missing = 0;
        long repeated = 0;
        long disordered = 0;
        for (var endpoint : some) {
            Map<Integer, Integer> times = new TreeMap<>();
            var highest = 0;
            for (var arrival : endpoint.arrivals()) {
                var number = arrival.number();
                if (number >= first && number <= last) {
                    var again = times.merge(number, 1, Integer::sum) > 1;
                    repeated += again ? 1 : 0;
                    disordered += !again && number < highest ? 1 : 0;
                    highest = Math.max(highest, number);
                }
            }
            missing += last - first + 1 - times.size();
        }
        return new Account((long) some.size() * (last - first + 1), missing, repeated, disordered);
    }

    /** From commit to the first arrival of each event of each endpoint. */
    static Latencies latencies(List<Endpoint> some, int first, int last, Map<Integer, Long> committed) {
        var latencies = new Latencies();
        for (var endpoint : some) {
            var seen = new java.util.HashSet<Integer>();
            for (var arrival : endpoint.arrivals()) {
                var at = committed.get(arrival.number());
                if (at != null && arrival.number() >= first && arrival.number() <= last && seen.add(arrival.number())) {
                    latencies.record(Duration.ofNanos(Math.max(0, arrival.nanos() - at)));
                }
            }
        }
        return latencies;
    }

    @Override
    public void close() throws IOException {
        for (var endpoint : all) {
            endpoint.close();
        }
        threads.shutdownNow();
    }
}
