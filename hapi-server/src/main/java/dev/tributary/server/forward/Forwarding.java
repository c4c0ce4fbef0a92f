package dev.tributary.server.forward;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.sources.Source;
import dev.tributary.server.submission.MessageListener;
import dev.tributary.subscriptions.delivery.Reply;
import dev.tributary.subscriptions.message.ForwardedMessage;
import dev.tributary.subscriptions.message.MessagePost;
import dev.tributary.subscriptions.message.MessageReply;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Passes messages on by the configured routes: kept in the transaction that stores them, sent in order per route, repeated with back-off until
 * they arrive, are refused, or three days have passed.
 */
final class Forwarding implements MessageListener, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration GIVE_UP = Duration.ofDays(3);

    private static final int PERIOD_MILLIS = 500;
    private static final int LONGEST_DOUBLING = 9;

    private final List<Route> routes;
    private final ForwardTable table;
    private final ForwardedMessage messages;
    private final Outbound outbound;
    private final MessageReply replies;
    private final Clock clock;
    private final ScheduledExecutorService executor;
    private volatile boolean running;

    /** @param headers header lines that the receiver wants */
    record Route(String source, String endpoint, List<String> headers) {
        String key() {
            return source + ' ' + endpoint;
        }
    }

    /** How messages leave. */
    record Outbound(FhirContext fhir, EndpointPolicy policy, MessagePost post) {}

    Forwarding(List<Route> routes, ForwardTable table, ForwardedMessage messages, Outbound outbound, Clock clock) {
        this.routes = routes;
        this.table = table;
        this.messages = messages;
        this.outbound = outbound;
        this.replies = new MessageReply(outbound.fhir());
        this.clock = clock;
        this.executor = Executors.newScheduledThreadPool(Math.max(1, Math.min(routes.size(), 8)), work -> {
            var thread = new Thread(work, "forward");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void received(Source source, UUID journalId, Bundle message) {
        for (var route : routes) {
            if (route.source().equals(source.id())) {
                var id = UUID.nameUUIDFromBytes((journalId + "|" + route.endpoint()).getBytes(StandardCharsets.UTF_8));
                var bundle = messages.of(message, route.endpoint(), id, clock.instant());
                var body = outbound.fhir()
                        .newJsonParser()
                        .encodeResourceToString(bundle)
                        .getBytes(StandardCharsets.UTF_8);
                table.add(route.key(), source.id(), journalId, route.endpoint(), body, clock.instant());
            }
        }
    }

    @Override
    public void start() {
        running = true;
        for (var route : routes) {
            var unused = executor.scheduleWithFixedDelay(
                    () -> round(route), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void round(Route route) {
        try {
            for (var head = table.lease(route.key(), clock.instant(), LEASE);
                    running && head.isPresent();
                    head = table.lease(route.key(), clock.instant(), LEASE)) {
                send(route, head.get());
            }
        } catch (RuntimeException | Error e) {
            // What is thrown here would end the executor for good, in silence.
            LOG.warn("Forwarding waits for the next round ({}).", e.getClass().getSimpleName());
        }
    }

    private void send(Route route, ForwardTable.Head head) {
        var reply = outbound.policy()
                .refusal(route.endpoint())
                .map(Reply::unanswered)
                .orElseGet(() -> post(route, head));
        var now = clock.instant();
        if (reply.reason() == null) {
            table.delivered(head.id(), now);
            return;
        }
        var refusal = reply.refusal();
        var dead = refusal != null || head.createdAt().plus(GIVE_UP).isBefore(now);
        var wait = Duration.ofSeconds(1L << Math.min(head.attempts(), LONGEST_DOUBLING));
        var asked = Objects.requireNonNullElse(reply.retryAfter(), Duration.ZERO);
        var detail = refusal == null || refusal.detail().isEmpty() ? "" : " It said: " + refusal.detail();
        table.failed(head.id(), dead, reply.reason() + detail, now.plus(asked.compareTo(wait) > 0 ? asked : wait));
        LOG.warn(
                "Message {} of source {} was not forwarded{}. {}",
                head.id(),
                route.source(),
                dead ? " and is given up" : "",
                reply.reason());
    }

    private Reply post(Route route, ForwardTable.Head head) {
        var target = new MessagePost.Target(
                URI.create(route.endpoint()),
                "application/fhir+json",
                route.headers(),
                TIMEOUT,
                "source:" + route.source());
        return replies.of(outbound.post().post(target, head.body()).join());
    }

    @Override
    public void stop() {
        running = false;
        executor.shutdown();
        try {
            if (!executor.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 50;
    }
}
