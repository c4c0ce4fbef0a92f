package dev.tributary.mapping.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever file arrives is refused by its header or read to its end in time, and every line that says anything stands in what the journal
 * would keep of one row. That each row is then mapped or parked is shown with the feeds of the hub's golden cases.
 * {@code -Dcsv.fuzz=100000} reads as many files, {@code -Dcsv.fuzz.seed=…} repeats one.
 */
class CsvFuzzTest {

    private static final int COUNT = Integer.getInteger("csv.fuzz", 1500);
    private static final long SEED = Long.getLong("csv.fuzz.seed", 20260210L);
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8,
            Charset.forName("windows-1252"),
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE);
    private static final String[] CELLS = {
        "1",
        "77",
        "Köhler",
        "\"Hale, Iris\"",
        "\"two\nlines\"",
        "\"a \"\"word\"\"\"",
        "",
        " ",
        "2026-02-30",
        "\"",
        "=1+1",
        "x\0y",
        "\u2028",
        "\ud83d\ude00",
        "9".repeat(400),
        "#",
        ";",
        "\t",
        "|"
    };

    @Test
    void damagedFiles_areReadToTheirEnd() throws InterruptedException {
        var faults = new ArrayList<String>();
        var executor = Executors.newSingleThreadExecutor(work -> {
            var thread = new Thread(work, "csv-fuzz");
            thread.setDaemon(true);
            return thread;
        });
        for (var round = 0; round < COUNT && faults.isEmpty(); round++) {
            var seed = SEED + round;
            var fault = executor.submit(() -> fault(new Random(seed)));
            try {
                var found = fault.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
                if (found != null) {
                    faults.add("-Dcsv.fuzz.seed=" + seed + " " + found);
                }
            } catch (ExecutionException e) {
                faults.add("-Dcsv.fuzz.seed=" + seed + " " + e.getCause() + " at "
                        + List.of(e.getCause().getStackTrace()).subList(0, 4));
            } catch (TimeoutException e) {
                faults.add("-Dcsv.fuzz.seed=" + seed + " did not end");
            }
        }
        executor.shutdownNow();
        assertThat(faults).isEmpty();
    }

    /** Null if all is well. */
    private static @Nullable String fault(Random random) throws IOException {
        var charset = CHARSETS.get(random.nextInt(CHARSETS.size()));
        var separator = ",;\t|".charAt(random.nextInt(4));
        var layout = new CsvLayout(charset, separator, random.nextInt(5) == 0 ? null : '"', true, 0, null, Set.of());
        var feed = random.nextInt(3) == 0 ? Feeds.patients(layout, "pid") : Feeds.patients(layout);
        var bytes = damaged(text(separator, random).getBytes(charset), random);
        try (var file = CsvFile.open(new ByteArrayInputStream(bytes), "people.csv", feed)) {
            if (!file.problems().isEmpty()) {
                return null;
            }
            var kept = new StringBuilder(file.head());
            for (var entry = file.next(); entry != null; entry = file.next()) {
                kept.append(entry.content()).append('\n');
            }
            return lost(bytes, feed, kept.toString());
        }
    }

    /** A line of the file, of its header or after it, that no row holds. */
    private static @Nullable String lost(byte[] bytes, CsvFeed feed, String kept) throws IOException {
        var all = new StringBuilder();
        try (var reader =
                CsvText.open(new ByteArrayInputStream(bytes), feed.layout().charset())) {
            for (var c = reader.read(); c >= 0; c = reader.read()) {
                all.append((char) c);
            }
        }
        for (var line : all.toString().split("\r\n|\r|\n")) {
            if (line.chars().anyMatch(Character::isLetterOrDigit) && !kept.contains(line.strip())) {
                return "a line is lost: " + line;
            }
        }
        return null;
    }

    private static String text(char separator, Random random) {
        var names = random.nextInt(4) == 0
                ? "\"pid\"" + separator + "\"name\"" + separator + "\"of\nwhom\""
                : "pid" + separator + "name";
        var text = new StringBuilder(names + "\n");
        for (var row = random.nextInt(12); row >= 0; row--) {
            var cells = random.nextInt(8) == 0 ? random.nextInt(5) : 2;
            for (var cell = 0; cell < cells; cell++) {
                text.append(cell == 0 ? "" : separator).append(CELLS[random.nextInt(CELLS.length)]);
            }
            text.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
        }
        return text.toString();
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        var result = bytes.clone();
        for (var i = random.nextInt(4); i > 0 && result.length > 0; i--) {
            var at = random.nextInt(result.length);
            switch (random.nextInt(4)) {
                case 0 -> result[at] = (byte) random.nextInt(256);
                case 1 -> result = joined(result, 0, at, at + 1, result.length);
                case 2 -> result = joined(result, 0, at, at / 2, result.length);
                default -> result = joined(result, 0, at, at, at);
            }
        }
        return result;
    }

    private static byte[] joined(byte[] bytes, int from, int to, int again, int end) {
        var out = new ByteArrayOutputStream();
        out.write(bytes, from, to - from);
        out.write(bytes, again, end - again);
        return out.toByteArray();
    }
}
