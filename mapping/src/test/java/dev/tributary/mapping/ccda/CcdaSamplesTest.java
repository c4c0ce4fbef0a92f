package dev.tributary.mapping.ccda;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Mapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hl7.fhir.r4.model.Binary;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Public documents of many senders, which are not part of this repository. {@code -Dccda.report=folder} writes what becomes of each. */
class CcdaSamplesTest {

    private static final FhirContext FHIR = FhirContext.forR4();
    private static final Path SAMPLES = Path.of("../../shared/samples/ccda");

    @Test
    void foreignDocuments_areMapped() throws IOException {
        var folder = Files.isDirectory(SAMPLES) ? SAMPLES : Path.of("../../../shared/samples/ccda");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no folder of foreign samples: " + SAMPLES);
        for (var file : Documents.in(folder)) {
            var raw = Files.readAllBytes(file);
            if (CcdaReader.read(raw, Documents.PROFILE) instanceof CcdaReading.Readable readable) {
                var mapped = CcdaMapper.map(readable, raw, Documents.PROFILE);
                assertThat(mapped.changes()).as(file.toString()).isNotEmpty();
                report(file, mapped);
            } else {
                assertThat(Files.size(file)).as(file + " is a fragment").isLessThan(20_000);
            }
        }
    }

    private static void report(Path file, Mapped mapped) throws IOException {
        var target = System.getProperty("ccda.report");
        var bundle = mapped.toBundle();
        bundle.getEntry().removeIf(entry -> entry.getResource() instanceof Binary);
        var text = FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(bundle);
        if (target != null) {
            var name = file.getParent().getFileName() + "-" + file.getFileName();
            Files.createDirectories(Path.of(target));
            Files.writeString(Path.of(target, name + ".json"), text);
            var issues = new StringBuilder();
            mapped.issues()
                    .forEach(issue -> issues.append(issue.severity())
                            .append(' ')
                            .append(issue.path())
                            .append(": ")
                            .append(issue.text())
                            .append('\n'));
            Files.writeString(Path.of(target, name + ".txt"), issues);
        }
    }
}
