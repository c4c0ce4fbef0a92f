package dev.tributary.bench.crash;

import dev.tributary.bench.crash.CrashSettings.Faces;
import dev.tributary.bench.hl7v2.MllpConnection;
import dev.tributary.bench.hl7v2.Stay;
import dev.tributary.bench.hl7v2.V2Message;
import dev.tributary.bench.hl7v2.V2Stream;
import dev.tributary.bench.http.FhirStays;
import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.measure.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Senders that behave as senders must: one message at a time per patient, repeated until it is acknowledged, however
 * often the hub dies meanwhile. A stay that was begun is finished.
 */
final class CrashLoad {

    private static final int MOST_REFUSALS = 20;

    private final V2Stream stream;
    private final FhirStays fhirStays;
    private final Function<Faces, HttpFace> fhirSource;
    private final Pace pace;
    private final ExecutorService senders = Executors.newCachedThreadPool();
    private final AtomicInteger nextStay = new AtomicInteger();
    private final AtomicInteger nextVisit = new AtomicInteger();
    private final AtomicLong resends = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Queue<String> searches = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;
    private volatile boolean abandoned;

    CrashLoad(CrashSettings settings, V2Stream stream, FhirStays fhirStays, Function<Faces, HttpFace> fhirSource) {
        this.stream = stream;
        this.fhirStays = fhirStays;
        this.fhirSource = fhirSource;
        this.pace = new Pace(settings.load().perSecond());
        for (int i = 0; i < settings.load().connections(); i++) {
            var faces = facesOf(settings, i);
            senders.execute(() -> sendStays(faces));
        }
        for (int i = 0; i < settings.load().fhirClients(); i++) {
            var faces = facesOf(settings, i);
            senders.execute(() -> sendVisits(faces));
        }
    }

    /** Senders keep to one replica each. */
    private static Faces facesOf(CrashSettings settings, int sender) {
        return settings.replicas().get(sender % settings.replicas().size()).faces();
    }

    /** Begins no new stay and waits for those begun. @throws IllegalStateException if they do not end in time */
    void finish(Duration within) throws InterruptedException {
        stopping = true;
        senders.shutdown();
        if (!senders.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS)) {
            abandon();
            throw new IllegalStateException(
                    "The senders still wait for acknowledgements after " + within.toSeconds() + " s");
        }
    }

    /** Ends all senders at once, whatever they are doing. */
    void abandon() {
        stopping = true;
        abandoned = true;
        senders.shutdownNow();
    }

    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    Set<String> answered() {
        return Set.copyOf(answered);
    }

    /** Searches that must find exactly one resource each. */
    Set<String> searches() {
        return Set.copyOf(searches);
    }

    long resends() {
        return resends.get();
    }

    long refusals() {
        return refusals.get();
    }

    private void sendStays(Faces faces) {
        try (var line = new Line(faces)) {
            while (!stopping) {
                var stay = stream.stay(nextStay.getAndIncrement());
                var all = true;
                for (var message : stream.messages(stay)) {
                    all &= sendUntilAcknowledged(line, message);
                }
                if (all) {
                    expect(stay);
                    searches.add("/DiagnosticReport?identifier=" + stay.filler());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendVisits(Faces faces) {
        try {
            while (!stopping) {
                var index = nextVisit.getAndIncrement();
                var visit = fhirStays.stay(index);
                var started = postUntilAnswered(faces, "start-" + index, fhirStays.start(index));
                var finished = postUntilAnswered(faces, "finish-" + index, fhirStays.finish(index));
                if (started && finished) {
                    expect(visit);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void expect(Stay stay) {
        searches.add("/Patient?identifier=" + stay.mrn());
        searches.add("/Encounter?identifier=" + stay.visit());
    }

    private boolean sendUntilAcknowledged(Line line, V2Message message) throws InterruptedException {
        pace.await();
        var refused = 0;
        for (int attempt = 0; !abandoned && refused < MOST_REFUSALS; attempt++) {
            try {
                var ack = line.open().send(message.text());
                if (ack.isAccepted() && ack.controlId().equals(message.controlId())) {
                    acknowledged.add(message.controlId());
                    return true;
                }
                refused++;
                refusals.incrementAndGet();
            } catch (IOException lostConnection) {
                line.close();
            }
            again(attempt);
        }
        return false;
    }

    private boolean postUntilAnswered(Faces faces, String name, String bundle) throws InterruptedException {
        pace.await();
        var refused = 0;
        for (int attempt = 0; !abandoned && refused < MOST_REFUSALS; attempt++) {
            try {
                if (fhirSource.apply(faces).postFhir("/fhir", bundle).isOk()) {
                    answered.add(name);
                    return true;
                }
                refused++;
                refusals.incrementAndGet();
            } catch (IOException lostConnection) {
                // As for a lost acknowledgement: nobody knows whether it was stored, so it is sent again.
            }
            again(attempt);
        }
        return false;
    }

    private void again(int attempt) throws InterruptedException {
        resends.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(Math.min(100L << Math.min(attempt, 4), 1000));
    }

    /** A connection that is opened again after it broke. */
    private static final class Line implements AutoCloseable {

        private final Faces faces;
        private @Nullable MllpConnection connection;

        Line(Faces faces) {
            this.faces = faces;
        }

        MllpConnection open() throws IOException {
            if (connection == null) {
                connection = MllpConnection.open(faces.mllp(), Duration.ofSeconds(30));
            }
            return connection;
        }

        @Override
        public void close() {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (IOException closedAlready) {
                // The process at the other end is dead.
            }
            connection = null;
        }
    }
}
