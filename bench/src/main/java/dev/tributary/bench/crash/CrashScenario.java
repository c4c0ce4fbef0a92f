package dev.tributary.bench.crash;

import dev.tributary.bench.crash.CrashEvidence.Subscribed;
import dev.tributary.bench.hl7v2.V2Stream;
import dev.tributary.bench.http.FhirStays;
import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.http.HubFace;
import dev.tributary.bench.receive.DeliveryAccount;
import dev.tributary.bench.receive.Receiver;
import dev.tributary.bench.receive.Subscriptions;
import dev.tributary.bench.server.ChildServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Starts a hub, or several on one database, loads it over MLLP and FHIR with subscribers listening, kills it ({@code kill -9}) at random moments and
 * starts it again, or lets it stand still for a while, and at the end accounts for every acknowledged message and every committed event.
 */
public final class CrashScenario {

    private static final List<String> KINDS = List.of("encounter-start", "transfer", "discharge");

    private final CrashSettings settings;
    private final List<Duration> readyAfter = new ArrayList<>();
    private final List<ChildServer> hubs = new ArrayList<>();
    private int kills;
    private final Map<String, String> subscriptions = new LinkedHashMap<>();

    private CrashScenario(CrashSettings settings) {
        this.settings = settings;
    }

    /**
     * Runs it to the end; the hub is stopped when this returns.
     *
     * @throws IllegalStateException if the hub does not become ready or quiet in time, or refuses its operator
     * @throws IOException if the hub cannot be started or does not answer while it should
     */
    public static CrashReport run(CrashSettings settings) throws IOException, InterruptedException {
        return new CrashScenario(settings).run();
    }

    private CrashReport run() throws IOException, InterruptedException {
        try (var receiver = Receiver.start()) {
            for (var replica : settings.replicas()) {
                hubs.add(start(replica));
            }
            subscribe(receiver);
            var load = load();
            try {
                killInTurns();
                load.finish(settings.patience());
            } finally {
                load.abandon();
            }
            awaitQuiet();
            return report(load, receiver);
        } finally {
            hubs.forEach(ChildServer::close);
        }
    }

    private void killInTurns() throws IOException, InterruptedException {
        var schedule = settings.kills();
        var random = new Random(schedule.seed());
        var end = System.nanoTime() + schedule.lasting().toNanos();
        while (kills < schedule.most() && System.nanoTime() < end) {
            var up = schedule.upTime().toMillis();
            TimeUnit.MILLISECONDS.sleep(schedule.exact() ? up : 1 + random.nextLong(up));
            var victim = kills % hubs.size();
            strike(victim, schedule.pause());
            kills++;
        }
    }

    private void strike(int victim, Duration pause) throws IOException, InterruptedException {
        if (!pause.isZero()) {
            hubs.get(victim).pause(pause);
            return;
        }
        hubs.get(victim).kill();
        hubs.set(victim, start(settings.replicas().get(victim)));
    }

    private ChildServer start(CrashSettings.Replica replica) throws IOException, InterruptedException {
        var hub = ChildServer.start(replica.hub());
        try {
            readyAfter.add(hub.awaitReady(settings.patience()));
            return hub;
        } catch (IllegalStateException notReady) {
            hub.kill();
            throw notReady;
        }
    }

    private void subscribe(Receiver receiver) throws IOException, InterruptedException {
        var subscriber = new Subscriptions(face("bench-subscriber", "subscriber", "/fhir"));
        for (var kind : KINDS) {
            subscriptions.put(kind, subscriber.backport(kind, "", receiver.endpoint(kind)));
        }
        for (var id : subscriptions.values()) {
            subscriber.awaitActive(id, Duration.ofSeconds(30));
        }
    }

    private CrashLoad load() {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var run = Long.toString(now.getEpochSecond(), 36);
        // A day back, so that no stay ends in the future.
        var begin = now.minus(Duration.ofDays(1));
        return new CrashLoad(
                settings,
                new V2Stream("v" + run, settings.load().authority(), begin),
                new FhirStays("f" + run, begin),
                faces -> face(faces, settings.load().fhirSource(), "source", ""));
    }

    private void awaitQuiet() throws IOException, InterruptedException {
        var hub = new HubFace(face("bench-operator", "operator", ""));
        var until = System.nanoTime() + settings.patience().toNanos();
        // Three times in a row: an event may lie between its message, applied, and its notification, not yet made.
        for (int quiet = 0; quiet < 3; quiet = hub.isQuiet() ? quiet + 1 : 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "The hub is not quiet after " + settings.patience().toSeconds() + " s: messages "
                                + hub.messagesByState() + ", notifications " + hub.notificationsByState());
            }
            TimeUnit.MILLISECONDS.sleep(700);
        }
    }

    private CrashReport report(CrashLoad load, Receiver receiver) throws IOException {
        var evidence = evidence(load, receiver);
        var redeliveries = DeliveryAccount.bySubscription(evidence.deliveries()).values().stream()
                .mapToLong(DeliveryAccount::duplicates)
                .sum();
        var events = evidence.messages().stream()
                .flatMap(message -> message.events().stream())
                .filter(event -> KINDS.contains(event.kind()))
                .count();
        return new CrashReport(
                kills,
                List.copyOf(readyAfter),
                evidence.acknowledged().size(),
                evidence.answered().size(),
                load.resends(),
                load.refusals(),
                events,
                evidence.deliveries().size(),
                redeliveries,
                CrashChecker.check(evidence));
    }

    private CrashEvidence evidence(CrashLoad load, Receiver receiver) throws IOException {
        var collector = new EvidenceCollector(
                new HubFace(face("bench-operator", "operator", "")), face("bench-reader", "reader", ""));
        var subscriber = new Subscriptions(face("bench-subscriber", "subscriber", "/fhir"));
        var subscribed = new ArrayList<Subscribed>();
        for (var subscription : subscriptions.entrySet()) {
            var kind = subscription.getKey();
            subscribed.add(new Subscribed(kind, kind, subscriber.eventCount(subscription.getValue())));
        }
        var messages = collector.messages();
        return new CrashEvidence(
                load.acknowledged(),
                load.answered(),
                messages,
                collector.versions(messages),
                collector.found(load.searches()),
                subscribed,
                receiver.deliveries());
    }

    private HttpFace face(String client, String scope, String path) {
        return face(settings.replicas().get(0).faces(), client, scope, path);
    }

    private static HttpFace face(CrashSettings.Faces faces, String client, String scope, String path) {
        return new HttpFace(
                URI.create(faces.base() + path), faces.tokens().token(client, scope), Duration.ofSeconds(30));
    }
}
