package dev.tributary.server.csv;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.csv.CsvFile;
import dev.tributary.mapping.csv.CsvMapper;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A directory for each feature of text files: what a source declares (.yaml), a file (.csv), and what becomes of each row (.txt).
 * {@code -Dgolden.write=true} writes what is now the outcome; read the difference before committing.
 */
class CsvGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/csv");
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyFeature_hasThreeCases() throws IOException {
        var counts = cases().stream()
                .collect(Collectors.groupingBy(file -> file.getParent().getFileName(), Collectors.counting()));
        assertThat(counts)
                .hasSizeGreaterThan(15)
                .allSatisfy((feature, count) -> assertThat(count).isGreaterThanOrEqualTo(3));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void file_givesItsResourcesAndIssues(Path file) throws IOException {
        var yaml = Files.readString(sibling(file, ".yaml"));
        var parsed = SourceCatalogue.parse("registry", yaml, name -> null);
        assertThat(parsed.problems()).isEmpty();
        var actual = outcome(file, parsed.byId("registry").orElseThrow());
        var expected = sibling(file, ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected, StandardCharsets.UTF_8));
    }

    private static String outcome(Path file, Source source) throws IOException {
        var lines = new ArrayList<String>();
        var feed = source.csv().get("people");
        var name = file.getFileName().toString();
        try (var rows = CsvFile.open(new ByteArrayInputStream(Files.readAllBytes(file)), name, feed)) {
            rows.problems().forEach(problem -> lines.add("refused: " + problem));
            rows.unread().forEach(column -> lines.add("unread: " + column));
            for (var entry = rows.problems().isEmpty() ? rows.next() : null; entry != null; entry = rows.next()) {
                var mapped = CsvMapper.map(entry.content(), source.csv(), source.profile());
                lines.add("lines " + entry.lines() + (mapped.occurred() == null ? "" : " at " + mapped.occurred()));
                for (var change : mapped.changes()) {
                    lines.add("  " + FHIR.newJsonParser().encodeResourceToString(((Change.Write) change).resource()));
                }
                mapped.issues()
                        .forEach(
                                issue -> lines.add("  " + issue.severity() + " " + issue.path() + ": " + issue.text()));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static Path sibling(Path file, String extension) {
        return Path.of(file.toString().replaceFirst("\\.csv$", extension));
    }
}
