package dev.tributary.bench.synthea;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Synthea's output.
 *
 * @param shared hospitals and practitioners, in the order in which they must be stored
 * @param patients one transaction each, in a fixed order
 */
public record Population(List<Submission> shared, List<Submission> patients) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One bundle to post. */
    public record Submission(Path file, int resources, long bytes) {

        public byte[] content() throws IOException {
            return Files.readAllBytes(file);
        }
    }

    static Population in(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            var all = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Population::submission)
                    .toList();
            return new Population(
                    all.stream().filter(Population::isShared).toList(),
                    all.stream().filter(submission -> !isShared(submission)).toList());
        }
    }

    private static boolean isShared(Submission submission) {
        var name = submission.file().getFileName().toString();
        return name.startsWith("hospitalInformation") || name.startsWith("practitionerInformation");
    }

    private static Submission submission(Path file) {
        try {
            return new Submission(
                    file, JSON.readTree(file.toFile()).path("entry").size(), Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
