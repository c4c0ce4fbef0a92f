package dev.tributary.bench.scenario;

import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.measure.Latencies;
import dev.tributary.bench.measure.Result;
import dev.tributary.bench.receive.Receiver;
import dev.tributary.bench.receive.Subscriptions;
import dev.tributary.bench.server.ChildServer;
import dev.tributary.bench.server.FreePort;
import dev.tributary.bench.server.HubTokens;
import dev.tributary.bench.server.Postgres;
import dev.tributary.bench.server.Servers;
import dev.tributary.bench.synthea.Population;
import dev.tributary.bench.synthea.Population.Submission;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The same bundles into the hub and into plain HAPI, each with its own database on one PostgreSQL, in turns and in both
 * orders (hub first, plain first, plain first, hub first, …), after a warm-up that is not counted.
 */
public final class Compare {

    private static final Duration READY = Duration.ofMinutes(5);
    private static final Duration HTTP = Duration.ofMinutes(5);

    private final Settings settings;

    /**
     * What is compared.
     *
     * @param work where logs and the hub's data go
     * @param hub the command that serves a hub
     * @param plainOptions {@code --mdm}, {@code --rest-hook}, or none
     * @param rounds how many parts are counted; the population is cut into one more, for the warm-up
     */
    public record Settings(
            Path repository,
            Path work,
            List<String> hub,
            List<String> plainOptions,
            Population population,
            int connections,
            int rounds) {}

    public Compare(Settings settings) {
        this.settings = settings;
    }

    /** One of the two servers and its sums. */
    private static final class Side {

        final String name;
        final ChildServer server;
        final HttpFace source;
        final Settling settling;
        final Duration ready;
        final Latencies latencies = new Latencies();
        long resources;
        long errors;
        String firstError = "";
        double seconds;
        double settledSeconds;
        double cpuSeconds;

        Side(String name, ChildServer server, HttpFace source, Settling settling) throws InterruptedException {
            this.name = name;
            this.server = server;
            this.source = source;
            this.settling = settling;
            this.ready = server.awaitReady(READY);
        }

        void describe(Result result) throws IOException {
            result.row(name)
                    .with("resources", resources)
                    .with("errors", errors)
                    .with("resources/s", resources / seconds)
                    .with("settled/s", resources / settledSeconds)
                    .with("CPU s/1000", 1000 * cpuSeconds / resources)
                    .with(latencies)
                    .with("ready s", ready.toMillis() / 1000.0)
                    .with("RSS MB", server.residentMegabytes());
        }
    }

    /** Runs it and adds a row for each server and one for the ratios. */
    public void run(Result result) throws IOException, InterruptedException, SQLException {
        try (var postgres = Postgres.start();
                var receiver = Receiver.start()) {
            var plainUrl = postgres.create("plain");
            var plainPort = FreePort.next();
            var ports = Servers.Ports.free();
            var plainStart = Servers.plainHapi(
                    settings.repository(),
                    settings.work().resolve("plain.log"),
                    plainPort,
                    plainUrl,
                    settings.plainOptions());
            var hubStart = Servers.hub(
                    settings.hub(),
                    settings.repository(),
                    settings.work().resolve("hub"),
                    ports,
                    postgres.create("hub"));
            var tokens = new HubTokens(settings.repository(), hubStart.environment());
            // One after the other, so that neither start disturbs the other's.
            try (var plainServer = ChildServer.start(plainStart)) {
                var plainBase = URI.create("http://127.0.0.1:" + plainPort);
                var plain = new Side(
                        "plain",
                        plainServer,
                        face(plainBase, ""),
                        Settling.ofPlain(plainUrl, receiver, settings.plainOptions()));
                try (var hubServer = ChildServer.start(hubStart)) {
                    var hubBase = URI.create("http://127.0.0.1:" + ports.http());
                    hubServer.awaitReady(READY);
                    var hub = new Side(
                            "hub",
                            hubServer,
                            face(hubBase, tokens.token("clinic", "source")),
                            Settling.ofHub(face(hubBase, tokens.token("bench-operator", "operator"))));
                    new Subscriptions(face(hubBase.resolve("/fhir"), tokens.token("bench-subscriber", "subscriber")))
                            .backport("encounter-start", "", receiver.endpoint("hub"));
                    if (settings.plainOptions().contains("--rest-hook")) {
                        new Subscriptions(face(plainBase.resolve("/fhir"), ""))
                                .restHook("Encounter?", receiver.endpoint("plain"));
                    }
                    measure(hub, plain, result);
                }
            }
        }
    }

    private void measure(Side hub, Side plain, Result result) throws IOException, InterruptedException, SQLException {
        for (var side : List.of(hub, plain)) {
            new IngestFhir(side.source, 1, HTTP)
                    .postInOrder(settings.population().shared());
            new IngestFhir(side.source, settings.connections(), HTTP).post(part(0));
            side.settling.await();
        }
        for (int round = 1; round <= settings.rounds(); round++) {
            var hubFirst = round % 4 == 1 || round % 4 == 0;
            for (var side : hubFirst ? List.of(hub, plain) : List.of(plain, hub)) {
                count(side, part(round));
            }
        }
        hub.describe(result);
        plain.describe(result);
        result.row("hub / plain")
                .with("resources/s", hub.resources / hub.seconds / (plain.resources / plain.seconds))
                .with("settled/s", hub.resources / hub.settledSeconds / (plain.resources / plain.settledSeconds))
                .with("CPU s/1000", hub.cpuSeconds / hub.resources / (plain.cpuSeconds / plain.resources));
        if (hub.errors + plain.errors > 0) {
            result.setting(
                    "firstError", hub.firstError.isEmpty() ? "plain: " + plain.firstError : "hub: " + hub.firstError);
        }
    }

    private void count(Side side, List<Submission> part) throws IOException, InterruptedException, SQLException {
        var cpu = side.server.cpu();
        var start = System.nanoTime();
        var ingested = new IngestFhir(side.source, settings.connections(), HTTP).post(part, side.latencies);
        var settled = side.settling.await();
        side.resources += ingested.resources();
        side.errors += ingested.errors();
        side.firstError = side.firstError.isEmpty() ? ingested.firstError() : side.firstError;
        side.seconds += ingested.seconds();
        side.settledSeconds += Math.max(ingested.seconds(), (settled - start) / 1e9);
        side.cpuSeconds += side.server.cpu().minus(cpu).toMillis() / 1000.0;
    }

    /** Every (rounds + 1)th patient, so that large and small bundles spread over the parts. */
    private List<Submission> part(int number) {
        var patients = settings.population().patients();
        var part = new ArrayList<Submission>();
        for (int i = number; i < patients.size(); i += settings.rounds() + 1) {
            part.add(patients.get(i));
        }
        return part;
    }

    private static HttpFace face(URI base, String token) {
        return new HttpFace(base, token, HTTP);
    }
}
