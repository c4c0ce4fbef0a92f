package dev.tributary.conformance;

import dev.tributary.conformance.report.CheckResult;
import dev.tributary.conformance.report.Outcome;
import dev.tributary.conformance.report.Report;
import dev.tributary.conformance.scene.Capabilities;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.NotApplicable;
import dev.tributary.conformance.scene.Scene;
import dev.tributary.conformance.scene.Target;
import dev.tributary.conformance.scene.Unmet;
import dev.tributary.conformance.scene.Unreachable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.CapabilityStatement;

/**
 * Runs checks against a target. Checks use data that occurs nowhere else, so a run may be repeated on one server and
 * beside other traffic. A failing check never ends the run.
 */
public final class Kit {
    /** Enough to overlap the waiting of one check with the work of another, few enough for a small machine. */
    private static final int AT_ONCE = 4;

    private final Clock clock;
    private final Supplier<UUID> ids;
    private final Consumer<CheckResult> progress;

    public Kit(Clock clock, Supplier<UUID> ids, Consumer<CheckResult> progress) {
        this.clock = clock;
        this.ids = ids;
        this.progress = progress;
    }

    /** Runs the chosen checks with the system's clock and random ids. */
    public static Report run(Target target, Selection selection) {
        return new Kit(Clock.systemUTC(), UUID::randomUUID, result -> {}).check(target, selection);
    }

    /** Runs the chosen checks, four at a time; results come in the order of the catalogue. */
    public Report check(Target target, Selection selection) {
        Instant started = clock.instant();
        Optional<CapabilityStatement> statement = metadata(target);
        Capabilities capabilities = statement.map(Capabilities::of).orElseGet(Capabilities::unreadable);
        List<CheckResult> results = runAll(target, capabilities, selection.checks());
        return new Report(
                ids.get().toString(),
                target.fhir(),
                statement.map(Kit::software).orElse(""),
                started,
                Duration.between(started, clock.instant()),
                results);
    }

    private List<CheckResult> runAll(Target target, Capabilities capabilities, List<Check> checks) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<CheckResult>> running = new ArrayList<>();
            for (Check check : checks) {
                running.add(threads.submit(() -> run(target, capabilities, check)));
            }
            List<CheckResult> results = new ArrayList<>();
            for (Future<CheckResult> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while checking", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the kit itself failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private CheckResult run(Target target, Capabilities capabilities, Check check) {
        Optional<String> missing = check.needs().stream()
                .sorted()
                .map((Need need) -> need.missingIn(target, capabilities))
                .flatMap(Optional::stream)
                .findFirst();
        CheckResult result = missing.isPresent()
                ? new CheckResult(check, Outcome.SKIP, missing.get(), Duration.ZERO, List.of())
                : play(target, capabilities, check);
        progress.accept(result);
        return result;
    }

    private CheckResult play(Target target, Capabilities capabilities, Check check) {
        long start = System.nanoTime();
        Scene scene = new Scene(target, capabilities, ids, clock);
        Outcome outcome = Outcome.PASS;
        String message = "";
        try (scene) {
            check.body().run(scene);
        } catch (NotApplicable e) {
            outcome = Outcome.SKIP;
            message = String.valueOf(e.getMessage());
        } catch (Unmet | Unreachable e) {
            outcome = Outcome.FAIL;
            message = String.valueOf(e.getMessage());
            // Whatever else a target makes a check stumble over is the target's failure, and the run goes on.
        } catch (Exception | LinkageError e) {
            outcome = Outcome.FAIL;
            message = "unexpected " + e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        return new CheckResult(check, outcome, message, Duration.ofNanos(System.nanoTime() - start), scene.exchanges());
    }

    private Optional<CapabilityStatement> metadata(Target target) {
        try (Scene scene = new Scene(target, Capabilities.unreadable(), ids, clock)) {
            return Optional.of(scene.reader().get("metadata").expect(200).as(CapabilityStatement.class));
        } catch (Unmet | Unreachable e) {
            // The check core.metadata says why.
            return Optional.empty();
        }
    }

    private static String software(CapabilityStatement statement) {
        var software = statement.getSoftware();
        String version = software.getVersion() == null ? "" : " " + software.getVersion();
        return software.getName() == null ? "" : software.getName() + version;
    }
}
