package dev.tributary.server.sources;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.csv.CsvFile;
import dev.tributary.mapping.csv.CsvMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Damaged files of every golden feed: each row is applied, filtered or parked with its place; nothing throws, nothing hangs.
 * {@code -Dcsv.fuzz=100000} for more.
 */
class CsvFuzzTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/csv");
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String[] PIECES = {
        ",",
        ";",
        "\t",
        "|",
        "\"",
        "\"\"",
        "\n",
        "\r",
        "\r\n",
        "\u0000",
        "\ufffd",
        "\u00e9",
        " ",
        "#",
        "-",
        "+",
        "0",
        "1e9999",
        "99999999999999999999",
        "31.02.2026",
        "02/30/2026",
        "2026-13-01",
        "+12026-01-01",
        "24:00",
        "2026-03-29 02:30",
        "2026-01-01T00:00+19:00",
        "2026-01-01T00:00+18:00",
        "<",
        "< 3",
        ">=",
        "NaN",
        "0x1",
        "1,5",
        "1.2.3",
        "null",
        "n/a",
        "http://",
        "urn:",
        "\ud800",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "#csv ",
        "$1",
        "\\",
        "(",
        "[",
        "*"
    };

    private record Case(Source source, byte[] file) {}

    @Test
    void damagedFiles_areReadToTheirEnd() throws IOException {
        var rounds = Integer.getInteger("csv.fuzz", 2_000);
        var cases = cases();
        var random = new Random(20260110);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60 + rounds / 100), () -> {
            for (var round = 0; round < rounds; round++) {
                var chosen = cases.get(random.nextInt(cases.size()));
                var file = damaged(chosen.file(), random);
                try {
                    check(chosen.source(), file);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            "round " + round + ", " + chosen.source().id() + ": "
                                    + new String(file, StandardCharsets.ISO_8859_1),
                            e);
                }
            }
        });
    }

    private static void check(Source source, byte[] raw) throws IOException {
        for (var feed : source.csv().values()) {
            try (var file = CsvFile.open(new ByteArrayInputStream(raw), "x.csv", feed)) {
                if (!file.problems().isEmpty()) {
                    continue;
                }
                for (var entry = file.next(); entry != null; entry = file.next()) {
                    check(CsvMapper.map(entry.content(), source.csv(), source.profile()));
                }
            }
        }
        assertThat(CsvMapper.map(raw, source.csv(), source.profile())).isNotNull();
    }

    private static void check(Mapped mapped) {
        assertThat(mapped.hasErrors()).isEqualTo(mapped.changes().isEmpty() && !mapped.isFiltered());
        FHIR.newJsonParser().encodeResourceToString(mapped.toBundle());
        assertThat(mapped.issues())
                .allSatisfy(issue -> assertThat(issue.path()).isNotEmpty())
                .filteredOn(issue -> issue.severity() == Issue.Severity.ERROR)
                .allSatisfy(issue -> assertThat(issue.path()).startsWith("x.csv, "));
    }

    private static List<Case> cases() throws IOException {
        var cases = new ArrayList<Case>();
        try (var files = Files.walk(GOLDEN)) {
            for (var file : files.filter(CsvFuzzTest::isInput).sorted().toList()) {
                var source = SourceCatalogue.read(file.getParent(), name -> null)
                        .sources()
                        .get(0);
                cases.add(new Case(source, Files.readAllBytes(file)));
            }
        }
        assertThat(cases).isNotEmpty();
        return cases;
    }

    private static boolean isInput(Path file) {
        var name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !name.endsWith(".yaml")
                && !name.endsWith(".json")
                && !name.endsWith(".notes.txt");
    }

    private static byte[] damaged(byte[] original, Random random) {
        var bytes = original;
        for (var times = 1 + random.nextInt(5); times > 0; times--) {
            var at = random.nextInt(bytes.length + 1);
            // Most damage goes behind the header: a file that is refused as a whole shows nothing of its rows.
            var from = Math.max(at, Math.min(bytes.length, headerEnd(bytes)));
            var to = Math.min(bytes.length, from + random.nextInt(12));
            bytes = switch (random.nextInt(4)) {
                case 0 -> join(bytes, from, from, piece(random));
                case 1 -> join(bytes, from, to, piece(random));
                case 2 -> join(bytes, from, to, new byte[0]);
                default -> join(bytes, at, Math.min(bytes.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            };
        }
        return bytes;
    }

    private static int headerEnd(byte[] bytes) {
        var end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static byte[] piece(Random random) {
        return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] bytes, int from, int to, byte[] middle) {
        var joined = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
        System.arraycopy(middle, 0, joined, from, middle.length);
        System.arraycopy(bytes, to, joined, from + middle.length, bytes.length - to);
        return joined;
    }
}
