package dev.tributary.mapping.v2;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * V2-03: whatever arrives is mapped or refused with a place. Golden messages of all kinds are damaged by {@link Damage}; each is answered
 * in time, and the same way twice. {@code -Dfuzz.count=100000} runs as many, {@code -Dfuzz.seed=…} repeats a run.
 */
class FuzzTest {

    private static final int COUNT = Integer.getInteger("fuzz.count", 2500);
    private static final long SEED = Long.getLong("fuzz.seed", 20260110L);
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    @Test
    void damagedMessages_areMappedOrRefusedInTime() throws IOException, InterruptedException {
        var originals = new ArrayList<byte[]>();
        for (var file : GoldenMappingTest.messages()) {
            originals.add(Files.readAllBytes(file));
        }
        var faults = new ArrayList<String>();
        var executor = Executors.newSingleThreadExecutor(FuzzTest::daemon);
        for (var round = 0; round < COUNT && faults.size() < 5; round++) {
            var random = new Random(SEED + round);
            var original = originals.get(random.nextInt(originals.size()));
            var damaged = Damage.of(original, originals, random);
            var isEncoded = round % 20 == 0;
            var fault = fault(executor.submit(() -> check(damaged, isEncoded)));
            if (fault != null) {
                faults.add("-Dfuzz.seed=" + (SEED + round) + " " + fault + "\n" + printed(damaged));
            }
            if (fault != null && fault.startsWith("Timeout")) {
                break;
            }
        }
        executor.shutdownNow();
        assertThat(faults).isEmpty();
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "fuzz");
        thread.setDaemon(true);
        return thread;
    }

    private static String fault(Future<String> answer) throws InterruptedException {
        try {
            return answer.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            return cause + " at "
                    + List.of(cause.getStackTrace()).subList(0, Math.min(6, cause.getStackTrace().length));
        } catch (TimeoutException e) {
            return "Timeout after " + BOUND;
        }
    }

    /** Null if all is well. */
    private static String check(byte[] raw, boolean isEncoded) {
        var reading = V2Reader.read(raw, Fixtures.PROFILE);
        if (reading instanceof Reading.Unreadable unreadable) {
            var hasPlace = !unreadable.issues().isEmpty()
                    && unreadable.issues().stream()
                            .noneMatch(issue -> issue.path().isEmpty());
            return hasPlace ? null : "refused without a place";
        }
        var mapped = Fixtures.map(reading);
        if (mapped.hasErrors() && !mapped.changes().isEmpty()) {
            return "changes beside an error";
        }
        var ids = references(mapped);
        if (ids.stream().distinct().count() != ids.size()) {
            return "one resource written twice";
        }
        if (isEncoded) {
            FHIR.newJsonParser().encodeResourceToString(mapped.toBundle());
            return ids.equals(references(Fixtures.map(V2Reader.read(raw, Fixtures.PROFILE))))
                    ? null
                    : "other ids the second time";
        }
        return null;
    }

    private static List<String> references(Mapped mapped) {
        return mapped.changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(change -> ((Change.Write) change).resource())
                .map(resource ->
                        resource.fhirType() + "/" + resource.getIdElement().getIdPart())
                .toList();
    }

    private static String printed(byte[] raw) {
        var text = new String(raw, StandardCharsets.ISO_8859_1).replace("\r", "\n");
        return text.substring(0, Math.min(4000, text.length()));
    }
}
