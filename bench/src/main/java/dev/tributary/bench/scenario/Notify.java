package dev.tributary.bench.scenario;

import dev.tributary.bench.hl7v2.V2Stream;
import dev.tributary.bench.http.FhirStays;
import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.http.HubFace;
import dev.tributary.bench.measure.Latencies;
import dev.tributary.bench.measure.Pace;
import dev.tributary.bench.measure.Result;
import dev.tributary.bench.receive.Delivery;
import dev.tributary.bench.receive.DeliveryAccount;
import dev.tributary.bench.receive.Receiver;
import dev.tributary.bench.receive.Subscriptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Starts encounters at a fixed rate and measures how long their notifications take to reach a receiver in this process. */
public final class Notify {

    private final Settings settings;
    private final Faces faces;
    private final FhirStays stays;
    private final V2Stream stream;
    private final Pattern visit;
    private final Map<String, String> nameById = new LinkedHashMap<>();
    private final Map<Integer, Sent> sent = new ConcurrentHashMap<>();
    private final Errors errors = new Errors();

    /**
     * What is sent and who listens.
     *
     * @param style how the subscriptions are registered
     * @param subscriptions how many
     * @param perPatient true: each subscription filters on a patient of its own, so that each event has one listener;
     *     false: every subscription gets every event
     */
    public record Settings(
            Style style, int subscriptions, boolean perPatient, double rate, Duration lasting, int connections) {}

    /** The kinds of subscription. */
    public enum Style {
        /** R5 Backport on R4, by the hub's topic encounter-start. */
        BACKPORT,
        /** R4 rest-hook by criteria, as plain HAPI has it. */
        REST_HOOK
    }

    /**
     * The server's faces.
     *
     * @param source its base, for posting transactions
     * @param reader its base, for searching patients
     * @param subscriber its FHIR base
     * @param mllp null to send FHIR, else encounters start by ADT A01
     * @param hub the operator's view, for commit times; null if there is none
     */
    public record Faces(
            HttpFace source,
            HttpFace reader,
            HttpFace subscriber,
            IngestV2.@Nullable Sending mllp,
            @Nullable HubFace hub) {}

    private record Sent(long beganNanos, long answeredNanos) {}

    public Notify(Settings settings, Faces faces, String run, String authority, Instant begin) {
        this.settings = settings;
        this.faces = faces;
        this.stays = new FhirStays(run, begin);
        this.stream = new V2Stream(run, authority, begin);
        this.visit = Pattern.compile("V" + run + "-(\\d+)\\b");
    }

    /** Runs it and adds the rows. */
    public void run(Result result) throws IOException, InterruptedException {
        var subscriber = new Subscriptions(faces.subscriber());
        try (var receiver = Receiver.start()) {
            subscribe(subscriber, receiver);
            var events = (int) (settings.rate() * settings.lasting().toSeconds());
            var pace = new Pace(settings.rate());
            Parallel.forEach(
                    IntStream.range(0, events).boxed().toList(),
                    settings.connections(),
                    settings.lasting().plusSeconds(60),
                    () -> worker(pace));
            awaitSilence(receiver);
            report(receiver, result);
        } finally {
            for (var id : nameById.keySet()) {
                subscriber.remove(id);
            }
        }
    }

    public String firstError() {
        return errors.first();
    }

    private void subscribe(Subscriptions subscriber, Receiver receiver) throws IOException, InterruptedException {
        for (int i = 0; i < settings.subscriptions(); i++) {
            var name = "n" + i;
            var filter = settings.perPatient() ? "Encounter?patient=Patient/" + patient(i) : "";
            var id = settings.style() == Style.BACKPORT
                    ? subscriber.backport("encounter-start", filter, receiver.endpoint(name))
                    : subscriber.restHook(
                            filter.isEmpty() ? "Encounter?status=in-progress" : filter, receiver.endpoint(name));
            nameById.put(id, name);
        }
        for (var id : nameById.keySet()) {
            subscriber.awaitActive(id, Duration.ofMinutes(2));
        }
    }

    /** Registers a person and returns the id under which subscribers know the patient. */
    private String patient(int index) throws IOException {
        faces.source().postFhir("/fhir", stays.register(index)).orThrow("POST of a patient");
        var mrn = stays.stay(index).mrn();
        // Readers and sources know a patient under different ids.
        return faces.reader()
                .get("/fhir/Patient?identifier=" + mrn)
                .orThrow("GET Patient?identifier")
                .json()
                .at("/entry/0/resource/id")
                .asText();
    }

    private Parallel.Worker<Integer> worker(Pace pace) throws IOException {
        var line = faces.mllp() == null ? null : faces.mllp().open();
        return new Parallel.Worker<>() {
            @Override
            public void work(Integer index) throws IOException, InterruptedException {
                pace.await();
                var began = System.nanoTime();
                var accepted = line == null
                        ? faces.source().postFhir("/fhir", encounter(index)).isOk()
                        : line.send(stream.admit(stream.stay(index)).text()).isAccepted();
                if (accepted) {
                    sent.put(index, new Sent(began, System.nanoTime()));
                } else {
                    errors.add("event " + index + " was refused");
                }
            }

            @Override
            public void close() throws IOException {
                if (line != null) {
                    line.close();
                }
            }
        };
    }

    private String encounter(int index) {
        return settings.perPatient() ? stays.startOf(index, settings.subscriptions()) : stays.start(index);
    }

    private long expected() {
        return (long) sent.size() * (settings.perPatient() ? 1 : settings.subscriptions());
    }

    /** Until everything is there, or nothing has come for 15 seconds: three of HAPI's polling intervals. */
    private void awaitSilence(Receiver receiver) throws InterruptedException {
        var last = -1L;
        for (int still = 0; still < 150; still++) {
            var now = receiver.requests();
            still = now == last ? still : 0;
            last = now;
            if (receiver.deliveries().size() >= expected() && still > 20) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void report(Receiver receiver, Result result) throws IOException {
        var fromAnswer = new Latencies();
        var fromBegin = new Latencies();
        var seen = new HashSet<String>();
        var deliveries = receiver.deliveries();
        for (var delivery : deliveries) {
            var matcher = visit.matcher(delivery.content());
            var of = matcher.find() ? sent.get(Integer.valueOf(matcher.group(1))) : null;
            if (of != null && seen.add(delivery.subscription() + " " + matcher.group(1))) {
                fromAnswer.record(Duration.ofNanos(Math.max(0, delivery.atNanos() - of.answeredNanos())));
                fromBegin.record(Duration.ofNanos(delivery.atNanos() - of.beganNanos()));
            }
        }
        var gaps = DeliveryAccount.bySubscription(deliveries).values().stream()
                .mapToLong(account -> account.missing().size())
                .sum();
        result.row("answer → received")
                .with("events", sent.size())
                .with("errors", errors.count())
                .with("expected", expected())
                .with("received", seen.size())
                .with("lost", expected() - seen.size())
                .with("duplicates", deliveries.size() - seen.size())
                .with("gaps", gaps)
                .with(fromAnswer);
        result.row("sent → received").with("received", seen.size()).with(fromBegin);
        if (faces.hub() != null) {
            var fromCommit = fromCommit(faces.hub(), deliveries);
            result.row("commit → received")
                    .with("received", fromCommit.summary().count())
                    .with(fromCommit);
        }
    }

    /** By the hub's own time of commit; both clocks are this machine's. */
    private Latencies fromCommit(HubFace hub, Iterable<Delivery> deliveries) throws IOException {
        var arrived = new HashMap<String, Instant>();
        deliveries.forEach(d -> arrived.putIfAbsent(d.subscription() + " " + d.number(), d.at()));
        var latencies = new Latencies();
        for (var row : hub.notifications()) {
            var id = row.path("subscription").asText().replace("Subscription/", "");
            var at =
                    arrived.get(nameById.get(id) + " " + row.path("eventNumber").asLong());
            if (at != null && row.hasNonNull("committedAt")) {
                latencies.record(
                        Duration.between(Instant.parse(row.path("committedAt").asText()), at));
            }
        }
        return latencies;
    }
}
