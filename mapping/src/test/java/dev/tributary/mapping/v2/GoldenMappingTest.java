package dev.tributary.mapping.v2;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * V2-05 to V2-10: each message of {@code golden/} gives the resources of its {@code .json}, and what the bundle cannot say (issues, cleared
 * elements, merges) is in its {@code .txt}. {@code -Dgolden.write=true} writes what is now the outcome; read the difference before committing.
 */
class GoldenMappingTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final FhirContext FHIR = FhirContext.forR4();

    static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_givesItsResourcesAndIssues(Path file) throws IOException {
        var mapped = map(file);
        compare(
                sibling(file, ".json"),
                FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(mapped.toBundle()));
        compare(sibling(file, ".txt"), notes(mapped));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void replay_givesTheSameIds(Path file) throws IOException {
        assertThat(ids(map(file))).isNotEmpty().doesNotHaveDuplicates().isEqualTo(ids(map(file)));
    }

    private static Mapped map(Path file) throws IOException {
        return Fixtures.map(V2Reader.read(Files.readAllBytes(file), Fixtures.PROFILE));
    }

    private static void compare(Path expected, String actual) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, actual + "\n");
        }
        assertThat(actual.strip())
                .isEqualTo(Files.readString(expected, StandardCharsets.UTF_8).strip());
    }

    private static String notes(Mapped mapped) {
        var lines = new ArrayList<String>();
        for (var change : mapped.changes()) {
            if (change instanceof Change.Write write && !write.cleared().isEmpty()) {
                lines.add("cleared " + write.resource().fhirType() + " "
                        + write.cleared().stream().sorted().collect(Collectors.joining(" ")));
            } else if (change instanceof Change.MergePatients merge) {
                lines.add("merge " + merge.retired() + " into " + merge.survivor());
            } else if (!(change instanceof Change.Write)) {
                lines.add(change.toString());
            }
        }
        mapped.issues()
                .forEach(issue ->
                        lines.add(issue.severity() + " " + issue.code() + " " + issue.path() + ": " + issue.text()));
        return String.join("\n", lines);
    }

    private static List<String> ids(Mapped mapped) {
        return mapped.changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(change -> ((Change.Write) change).resource().getId())
                .toList();
    }

    private static Path sibling(Path file, String extension) {
        return Path.of(file.toString().replace(".hl7", extension));
    }
}
