package dev.tributary.server.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash leaves no patients' data lying about for ever. */
class LeftoversTest {

    private static final Instant SINCE = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir
    private Path spool;

    private Path file(String name, String modified) throws IOException {
        var file = Files.writeString(spool.resolve(name), "id,name");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.parse(modified)));
    }

    @Test
    void oldUploads_areDeleted_andNothingElse() throws IOException {
        var old = file("upload-1.csv", "2026-01-01T00:00:00Z");
        var underWay = file("upload-2.csv", "2026-01-02T00:00:01Z");
        var foreign = file("notes.csv", "2026-01-01T00:00:00Z");

        Leftovers.delete(spool, SINCE);
        Leftovers.delete(spool.resolve("none"), SINCE);

        assertThat(old).doesNotExist();
        assertThat(underWay).exists();
        assertThat(foreign).exists();
    }
}
