package dev.tributary.server.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads that a process left behind when it died: they hold what a source sent, and nobody reads them again. */
final class Leftovers {

    /** No upload takes longer, on whichever replica. */
    static final Duration NOBODYS_AFTER = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /** Deletes uploads that were not written to since then. Never throws: what cannot be deleted is named in the log. */
    static void delete(Path spool, Instant since) {
        if (!Files.isDirectory(spool)) {
            return;
        }
        try (var files = Files.newDirectoryStream(spool, "upload-*.csv")) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
                    Files.delete(file);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Leftover uploads in {} cannot be deleted ({}).",
                    spool,
                    e.getClass().getSimpleName());
        }
    }
}
