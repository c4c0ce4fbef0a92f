package dev.tributary.mapping.ccda;

import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.SourceProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The documents of {@code ccda/} and the source that they come from. */
final class Documents {

    static final SourceProfile PROFILE = new SourceProfile(
            "exchange",
            ZoneId.of("America/New_York"),
            StandardCharsets.UTF_8,
            Map.of("2.16.840.1.113883.19.7.3", "https://river.example.org/mrn"),
            null,
            Set.of(),
            Set.of());
    private static final Path FOLDER = Path.of("src/test/resources/ccda");

    private Documents() {}

    static List<Path> all() throws IOException {
        return in(FOLDER);
    }

    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".xml"))
                    .sorted()
                    .toList();
        }
    }

    static Mapped map(byte[] raw) {
        if (CcdaReader.read(raw, PROFILE) instanceof CcdaReading.Readable readable) {
            return CcdaMapper.map(readable, raw, PROFILE);
        }
        throw new AssertionError("not readable: " + CcdaReader.read(raw, PROFILE));
    }
}
