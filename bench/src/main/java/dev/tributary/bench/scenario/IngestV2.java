package dev.tributary.bench.scenario;

import dev.tributary.bench.hl7v2.Ack;
import dev.tributary.bench.hl7v2.MllpConnection;
import dev.tributary.bench.hl7v2.Stay;
import dev.tributary.bench.hl7v2.V2Message;
import dev.tributary.bench.hl7v2.V2Stream;
import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.http.HubFace;
import dev.tributary.bench.measure.Latencies;
import dev.tributary.bench.measure.Result;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sends whole stays (ADT and ORU), patients in parallel and each patient's messages in order, and waits until all are applied. */
public final class IngestV2 {

    /** The hub counts its journal for each answer: asking more often would be load of its own. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private final V2Stream stream;
    private final Sending sending;
    private final int connections;
    private final Duration atMost;
    private final Latencies latencies = new Latencies();
    private final AtomicLong acknowledged = new AtomicLong();
    private final Errors errors = new Errors();

    public IngestV2(V2Stream stream, Sending sending, int connections, Duration atMost) {
        this.stream = stream;
        this.sending = sending;
        this.connections = connections;
        this.atMost = atMost;
    }

    /** A way in for v2 messages; each thread opens one. */
    public interface Sending {

        Line open() throws IOException;

        /** One connection. */
        interface Line extends AutoCloseable {
            Ack send(String message) throws IOException;

            @Override
            default void close() throws IOException {}
        }

        static Sending mllp(InetSocketAddress address) {
            return () -> {
                var connection = MllpConnection.open(address, Duration.ofSeconds(60));
                return new Line() {
                    @Override
                    public Ack send(String message) throws IOException {
                        return connection.send(message);
                    }

                    @Override
                    public void close() throws IOException {
                        connection.close();
                    }
                };
            };
        }

        /** {@code POST /hl7v2}. */
        static Sending http(HttpFace source) {
            return () -> message ->
                    Ack.of(source.post("/hl7v2", message.getBytes(StandardCharsets.UTF_8), "application/hl7-v2")
                            .body());
        }
    }

    /**
     * Sends the stays of {@code patients} people and adds the rows to the result.
     *
     * @param hub the operator's view, for the time until everything is applied; null if there is none
     */
    public void run(int patients, @Nullable HubFace hub, Result result) throws IOException, InterruptedException {
        var messagesBefore = hub == null ? Map.<String, Long>of() : hub.messagesByState();
        var notificationsBefore = hub == null ? Map.<String, Long>of() : hub.notificationsByState();
        var start = System.nanoTime();
        var stays = IntStream.range(0, patients).mapToObj(stream::stay).toList();
        Parallel.forEach(stays, connections, atMost, this::worker);
        var acknowledgedAfter = seconds(start);
        result.row("acknowledged")
                .with("messages", acknowledged.get())
                .with("errors", errors.count())
                .with("seconds", acknowledgedAfter)
                .with("messages/s", acknowledged.get() / acknowledgedAfter)
                .with(latencies);
        if (hub == null) {
            return;
        }
        awaitApplied(hub, sum(messagesBefore) + acknowledged.get());
        applied(result.row("applied"), messagesBefore, hub.messagesByState(), seconds(start));
        awaitSent(hub);
        sent(result.row("notifications"), notificationsBefore, hub.notificationsByState(), seconds(start));
    }

    public String firstError() {
        return errors.first();
    }

    private Parallel.Worker<Stay> worker() throws IOException {
        var line = sending.open();
        return new Parallel.Worker<>() {
            @Override
            public void work(Stay stay) throws IOException {
                for (var message : stream.messages(stay)) {
                    send(line, message);
                }
            }

            @Override
            public void close() throws IOException {
                line.close();
            }
        };
    }

    private void send(Sending.Line line, V2Message message) throws IOException {
        var sent = System.nanoTime();
        var ack = line.send(message.text());
        latencies.recordSince(sent);
        if (ack.isAccepted()) {
            acknowledged.incrementAndGet();
        } else {
            errors.add(message.trigger() + " was answered '" + ack.code() + "'");
        }
    }

    private void awaitApplied(HubFace hub, long atLeast) throws IOException, InterruptedException {
        var until = System.nanoTime() + atMost.toNanos();
        while ((hub.isWaiting() || sum(hub.messagesByState()) < atLeast) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private void awaitSent(HubFace hub) throws IOException, InterruptedException {
        var until = System.nanoTime() + atMost.toNanos();
        while (HubFace.open(hub.notificationsByState()) > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private static void applied(Result.Row row, Map<String, Long> before, Map<String, Long> after, double seconds) {
        var applied = delta(before, after, "applied");
        row.with("messages", applied)
                .with("errors", delta(before, after, "failed"))
                .with("waiting", HubFace.open(after))
                .with("seconds", seconds)
                .with("messages/s", applied / seconds);
    }

    private static void sent(Result.Row row, Map<String, Long> before, Map<String, Long> after, double seconds) {
        var delivered = delta(before, after, "delivered");
        row.with("messages", delivered)
                .with("errors", delta(before, after, "dead"))
                .with("waiting", HubFace.open(after))
                .with("seconds", seconds)
                .with("messages/s", delivered / seconds);
    }

    private static long delta(Map<String, Long> before, Map<String, Long> after, String state) {
        return after.getOrDefault(state, 0L) - before.getOrDefault(state, 0L);
    }

    private static long sum(Map<String, Long> states) {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
