package dev.tributary.bench.scenario;

import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.measure.Latencies;
import dev.tributary.bench.measure.Result;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads whole records of random patients: {@code $everything}, their observations, and the patient by identifier. */
public final class Read {

    private final HttpFace server;
    private final int connections;
    private final Duration perKind;
    private final long seed;

    public Read(HttpFace server, int connections, Duration perKind, long seed) {
        this.server = server;
        this.connections = connections;
        this.perKind = perKind;
        this.seed = seed;
    }

    private record Person(String id, String identifier) {}

    /** Measures one kind of read after the other and adds a row for each. */
    public void run(int patients, Result result) throws IOException, InterruptedException {
        var people = people(patients);
        if (people.isEmpty()) {
            throw new IllegalStateException("There is no Patient to read. Run ingest-fhir or ingest-v2 first.");
        }
        measure("Patient/{id}/$everything", people, p -> "/fhir/Patient/" + p.id() + "/$everything?_count=100", result);
        measure("Observation?patient", people, p -> "/fhir/Observation?patient=" + p.id() + "&_count=100", result);
        measure("Patient?identifier", people, p -> "/fhir/Patient?identifier=" + p.identifier(), result);
    }

    private void measure(String what, List<Person> people, Function<Person, String> path, Result result)
            throws IOException, InterruptedException {
        var latencies = new Latencies();
        var errors = new Errors();
        var random = new Random(seed);
        // More than can be read in the time; the time ends it.
        var paths = Stream.generate(() -> path.apply(people.get(random.nextInt(people.size()))))
                .limit(200_000)
                .toList();
        var start = System.nanoTime();
        Parallel.forEach(paths, connections, perKind, () -> url -> {
            var sent = System.nanoTime();
            var answer = server.get(url);
            latencies.recordSince(sent);
            if (!answer.isOk()) {
                errors.add(Integer.toString(answer.status()));
            }
        });
        var seconds = (System.nanoTime() - start) / 1e9;
        var count = latencies.summary().count();
        result.row(what)
                .with("requests", count)
                .with("errors", errors.count())
                .with("requests/s", count / seconds)
                .with(latencies);
    }

    private List<Person> people(int most) throws IOException {
        var people = new ArrayList<Person>();
        var url = "/fhir/Patient?_count=50";
        while (!url.isEmpty() && people.size() < most) {
            var page = server.get(url).orThrow("GET Patient").json();
            for (var entry : page.path("entry")) {
                var resource = entry.path("resource");
                var identifier = resource.at("/identifier/0");
                var token = identifier.path("system").asText() + "|"
                        + identifier.path("value").asText();
                people.add(new Person(resource.path("id").asText(), URLEncoder.encode(token, StandardCharsets.UTF_8)));
            }
            url = "";
            for (var link : page.path("link")) {
                url = link.path("relation").asText().equals("next")
                        ? link.path("url").asText()
                        : url;
            }
        }
        return people.subList(0, Math.min(most, people.size()));
    }
}
