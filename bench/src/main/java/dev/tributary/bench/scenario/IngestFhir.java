package dev.tributary.bench.scenario;

import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.measure.Latencies;
import dev.tributary.bench.measure.Result.Row;
import dev.tributary.bench.synthea.Population.Submission;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Posts bundles to {@code [base]/fhir} over a number of connections. */
public final class IngestFhir {

    private static final Pattern REFUSED_ENTRY = Pattern.compile("\"status\"\\s*:\\s*\"[45]");

    private final HttpFace server;
    private final int connections;
    private final Duration atMost;

    public IngestFhir(HttpFace server, int connections, Duration atMost) {
        this.server = server;
        this.connections = connections;
        this.atMost = atMost;
    }

    /**
     * What was stored.
     *
     * @param errors bundles refused or not answered, and entries refused inside a batch
     * @param firstError the first of them in words, empty if there is none
     * @param seconds from the first byte sent to the last answer
     */
    public record Ingested(
            long bundles, long resources, long errors, String firstError, double seconds, Latencies latencies) {

        public void describe(Row row) {
            row.with("bundles", bundles)
                    .with("resources", resources)
                    .with("errors", errors)
                    .with("seconds", seconds)
                    .with("resources/s", resources / seconds)
                    .with("bundles/s", bundles / seconds)
                    .with(latencies);
        }
    }

    /** Posts all of them, or as many as the time allows. */
    public Ingested post(Collection<Submission> submissions) throws IOException, InterruptedException {
        return post(submissions, connections, new Latencies());
    }

    /** The same, with the latencies added to those of earlier parts. */
    Ingested post(Collection<Submission> submissions, Latencies latencies) throws IOException, InterruptedException {
        return post(submissions, connections, latencies);
    }

    /** Posts them one after the other: bundles that later ones depend on. */
    public Ingested postInOrder(Collection<Submission> submissions) throws IOException, InterruptedException {
        return post(submissions, 1, new Latencies());
    }

    private Ingested post(Collection<Submission> submissions, int threads, Latencies latencies)
            throws IOException, InterruptedException {
        var bundles = new AtomicLong();
        var resources = new AtomicLong();
        var errors = new Errors();
        var start = System.nanoTime();
        Parallel.forEach(submissions, threads, atMost, () -> submission -> {
            var content = submission.content();
            var sent = System.nanoTime();
            var problem = problem(content);
            latencies.recordSince(sent);
            if (problem.isEmpty()) {
                bundles.incrementAndGet();
                resources.addAndGet(submission.resources());
            } else {
                errors.add(problem);
            }
        });
        var seconds = (System.nanoTime() - start) / 1e9;
        return new Ingested(bundles.get(), resources.get(), errors.count(), errors.first(), seconds, latencies);
    }

    /** Empty if everything in the bundle was stored. */
    private String problem(byte[] content) {
        try {
            var answer = server.post("/fhir", content, "application/fhir+json");
            if (!answer.isOk()) {
                return answer.status() + " "
                        + answer.json().at("/issue/0/diagnostics").asText();
            }
            var batch = answer.body().contains("batch-response");
            return batch && REFUSED_ENTRY.matcher(answer.body()).find() ? "an entry of a batch was refused" : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
