package dev.tributary.mapping.ccda;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * CD-01 to CD-11: each document of {@code ccda/} gives the resources of its {@code .json} and the issues of its {@code .txt}. Binaries, which
 * repeat the document, are left out. {@code -Dgolden.write=true} writes what is now the outcome; read the difference before committing.
 */
class CcdaGoldenTest {

    private static final FhirContext FHIR = FhirContext.forR4();

    static List<Path> documents() throws IOException {
        return Documents.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void document_givesItsResourcesAndIssues(Path file) throws IOException {
        var mapped = Documents.map(Files.readAllBytes(file));
        compare(
                sibling(file, ".json"),
                FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(bundle(mapped)));
        compare(
                sibling(file, ".txt"),
                mapped.issues().stream()
                        .map(issue -> issue.severity() + " " + issue.code() + " " + issue.path() + ": " + issue.text())
                        .collect(Collectors.joining("\n")));
    }

    /** CD-09, CD-11. */
    @ParameterizedTest
    @MethodSource("documents")
    void replay_givesTheSameIds_andTheBytes(Path file) throws IOException {
        var raw = Files.readAllBytes(file);
        assertThat(ids(Documents.map(raw))).isNotEmpty().doesNotHaveDuplicates().isEqualTo(ids(Documents.map(raw)));
        assertThat(Documents.map(raw).toBundle().getEntry())
                .anySatisfy(entry -> assertThat(entry.getResource())
                        .isInstanceOfSatisfying(
                                Binary.class,
                                binary -> assertThat(binary.getData()).isEqualTo(raw)));
    }

    private static Bundle bundle(Mapped mapped) {
        var bundle = mapped.toBundle();
        bundle.getEntry().removeIf(entry -> entry.getResource() instanceof Binary);
        return bundle;
    }

    private static void compare(Path expected, String actual) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, actual + "\n");
        }
        assertThat(actual.strip())
                .isEqualTo(Files.readString(expected, StandardCharsets.UTF_8).strip());
    }

    private static List<String> ids(Mapped mapped) {
        return mapped.changes().stream()
                .map(change -> ((Change.Write) change).resource().getId())
                .toList();
    }

    private static Path sibling(Path file, String extension) {
        return Path.of(file.toString().replace(".xml", extension));
    }
}
