package dev.tributary.subscriptions;

import static dev.tributary.subscriptions.Subscriptions.toDischarges;
import static dev.tributary.subscriptions.Subscriptions.withFilter;
import static dev.tributary.subscriptions.Subscriptions.withMaxCount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How the engine behaves with much of everything; run with {@code -Dscale=true}, and {@code -DargLine=-Xmx256m} to hold it to its memory.
 * {@code -Dscale.database=H2} or {@code POSTGRES} leaves the other out; H2 is a file then, as the hub has it. {@code -Dscale.backlog} is the
 * size of the backlog, {@code -Dscale.replicas} how many engines drain it.
 */
@EnabledIfSystemProperty(named = "scale", matches = "true", disabledReason = "takes minutes; run with -Dscale=true")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ScaleTest {

    private static final int BACKLOG = Integer.getInteger("scale.backlog", 1_000_000);
    private static final int REPLICAS = Integer.getInteger("scale.replicas", 1);
    private static final int LANES = 10;

    private final AtomicLong posts = new AtomicLong();

    private static void assumeWanted(TestDatabase database) {
        assumeTrue(database.name().matches(System.getProperty("scale.database", ".*")), "left out by scale.database");
    }

    private HttpServer server(long answerMillis) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(Executors.newFixedThreadPool(32));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                posts.incrementAndGet();
                if (exchange.getRequestURI().getPath().startsWith("/slow")) {
                    Thread.sleep(answerMillis);
                }
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return server;
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tenThousandSubscriptions_costAnEventLittle(TestDatabase database) throws Exception {
        assumeWanted(database);
        try (Hub hub = new Hub(database)) {
            hub.transactions.executeWithoutResult(tx -> {
                for (int i = 0; i < 10_000; i++) {
                    hub.counting(
                            "s" + i,
                            withFilter(
                                    toDischarges("http://127.0.0.1:1/x", "id-only"),
                                    "Encounter?patient=Patient/p" + i / 10));
                }
            });
            FanOut fanOut = hub.fanOut();
            for (int i = 0; i < 300; i++) {
                hub.discharge("e" + i, "p" + i % 1_000, Map.of());
                fanOut.drain(() -> {});
            }
            long[] nanos = new long[500];
            for (int i = 0; i < nanos.length; i++) {
                hub.discharge("f" + i, "p" + i, Map.of("class", List.of("x|IMP"), "location", List.of("Location/1")));
                long start = System.nanoTime();
                fanOut.drain(() -> {});
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            say(
                    "%s: 10,000 subscriptions, 10 match: p50 %.2f ms, p99 %.2f ms an event",
                    database, ms(nanos[250]), ms(nanos[495]));
            for (int i = 0; i < 10_000; i++) {
                String patient = "p" + i % 1_000;
                String encounter = "g" + i;
                hub.transactions.executeWithoutResult(
                        tx -> hub.outbox.append(List.of(hub.event(EventKind.DISCHARGE, encounter, patient))));
            }
            long start = System.nanoTime();
            fanOut.drain(() -> {});
            say("%s: 10,000 events waiting: %.2f ms an event", database, ms(System.nanoTime() - start) / 10_000);
            assertThat(hub.log.summary().states().get("pending")).isGreaterThan(100_000L);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aBacklogOfAMillion_drainsInBoundedMemory(TestDatabase database) throws Exception {
        assumeWanted(database);
        HttpServer server = server(0);
        try (Hub hub = new Hub(database)) {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            for (int i = 0; i < LANES; i++) {
                hub.counting("s" + i, withMaxCount(toDischarges(url + "/" + i, "id-only"), 100));
            }
            hub.discharge("e0", "p0", Map.of());
            hub.jdbc.update("update hub.event set fanned_out_at = recorded_at");
            int each = BACKLOG / LANES;
            String numbers = (database == TestDatabase.H2 ? "system_range" : "generate_series") + "(1, " + each + ")";
            hub.jdbc.update("""
                    insert into hub.notification (subscription_id, event_number, event_seq, state, attempts, created_at)
                    select s.id, r.x, e.seq, 'pending', 0, e.recorded_at from %s as r(x), hub.subscription s, hub.event e
                    """.formatted(numbers));
            hub.jdbc.update("update hub.subscription_lane set events_since_start = ?", each);
            long start = System.nanoTime();
            for (int i = 0; i < REPLICAS; i++) {
                hub.start(NotificationSettings.defaults());
            }
            long before = used();
            long[] most = {0};
            await().atMost(Duration.ofMinutes(20))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> {
                        most[0] = Math.max(most[0], used());
                        return hub.jdbc.queryForObject(
                                        "select count(*) from hub.subscription_lane where next_attempt_at is not null",
                                        Long.class)
                                == 0;
                    });
            double seconds = (System.nanoTime() - start) / 1e9;
            say(
                    "%s, %d engines: %,d pending drained in %.0f s (%.0f/s, %d posts); heap after GC %d MB at the start, at most %d MB",
                    database, REPLICAS, BACKLOG, seconds, BACKLOG / seconds, posts.get(), before >> 20, most[0] >> 20);
            assertThat(hub.log.summary().states()).containsExactly(Map.entry("delivered", (long) BACKLOG));
            assertThat(most[0] - before).isLessThan(64L << 20);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void twoHundredEndpoints_aTenthOfThemDeadOrSlow(TestDatabase database) throws Exception {
        assumeWanted(database);
        HttpServer server = server(5_000);
        try (Hub hub = new Hub(database)) {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            hub.start(NotificationSettings.defaults());
            for (int i = 0; i < 200; i++) {
                String endpoint = i % 20 == 0 ? "http://127.0.0.1:1/" + i : url + (i % 20 == 1 ? "/slow" : "/") + i;
                hub.subscribe("s" + i, toDischarges(endpoint, "id-only"));
                if (i % 20 == 0) {
                    hub.jdbc.update("update hub.subscription set status = 'active' where id = ?", "s" + i);
                    hub.subscriptions.startCounting("s" + i);
                }
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hub.subscriptions.all(null).stream()
                            .allMatch(s -> s.status() == SubscriptionStatus.ACTIVE));
            long begin = System.nanoTime();
            int seconds = 20;
            for (int i = 0; i < seconds * 10; i++) {
                hub.discharge("e" + i, "p" + i, Map.of());
                long due = begin + (i + 1) * 100_000_000L;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            String healthy = "select count(*) from hub.notification where state = 'pending' and subscription_id not in"
                    + " (select subscription_id from hub.subscription_lane where failures > 0 or slow)";
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> hub.jdbc.queryForObject(healthy, Long.class) < 2_000);
            say("%s: %d notifications a second asked for over %d s", database, 2_000, seconds);
            List<Long> latencies = hub.jdbc.query(
                    """
                    select e.recorded_at, n.delivered_at from hub.notification n join hub.event e on e.seq = n.event_seq
                    where n.state = 'delivered' and n.subscription_id in
                        (select subscription_id from hub.subscription_lane where failures = 0 and not slow)
                    """,
                    (row, index) ->
                            row.getTimestamp(2).getTime() - row.getTimestamp(1).getTime());
            List<Long> sorted = latencies.stream().sorted().toList();
            say(
                    "%s: %d delivered to healthy endpoints, p50 %d ms, p99 %d ms",
                    database, sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100));
        } finally {
            server.stop(0);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double ms(long nanos) {
        return nanos / 1e6;
    }

    private static void say(String format, Object... arguments) {
        System.out.println("SCALE " + String.format(Locale.ROOT, format, arguments));
    }
}
