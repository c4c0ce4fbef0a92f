package dev.tributary.conformance.report;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What came of a run against one target.
 *
 * @param id names the run
 * @param target FHIR base URL
 * @param software what the target says it is, empty if it does not say
 * @param results in the order of the catalogue
 */
public record Report(
        String id, URI target, String software, Instant started, Duration duration, List<CheckResult> results) {

    public Report {
        results = List.copyOf(results);
    }

    public List<CheckResult> with(Outcome outcome) {
        return results.stream().filter(r -> r.outcome() == outcome).toList();
    }

    /** Whether something was checked and nothing failed. */
    public boolean passed() {
        return with(Outcome.FAIL).isEmpty() && !with(Outcome.PASS).isEmpty();
    }

    public String summary() {
        return "%d passed, %d failed, %d skipped, %.1f s"
                .formatted(
                        with(Outcome.PASS).size(),
                        with(Outcome.FAIL).size(),
                        with(Outcome.SKIP).size(),
                        duration.toMillis() / 1000.0);
    }
}
