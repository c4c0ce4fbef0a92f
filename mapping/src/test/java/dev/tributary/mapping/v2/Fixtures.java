package dev.tributary.mapping.v2;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.SourceProfile;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Resource;

/** One source and shorthand for what tests ask of it. */
public final class Fixtures {

    public static final SourceProfile PROFILE = new SourceProfile(
            "hospital",
            ZoneId.of("America/New_York"),
            StandardCharsets.UTF_8,
            Map.of(
                    "RIVERSIDE", "https://riverside.example.org/mrn",
                    "RIVERSIDE^VN", "https://riverside.example.org/visit"),
            null,
            Set.of(),
            Set.of());

    private Fixtures() {}

    public static Reading read(String... segments) {
        return V2Reader.read(String.join("\r", segments).getBytes(StandardCharsets.UTF_8), PROFILE);
    }

    public static Mapped map(String... segments) {
        return map(read(segments));
    }

    public static Mapped map(Reading reading) {
        if (reading instanceof Reading.Readable readable) {
            return V2Mapper.map(readable.message(), readable.header(), PROFILE);
        }
        throw new AssertionError("not readable: " + reading);
    }

    public static <T extends Resource> T only(Mapped mapped, Class<T> type) {
        return mapped.changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(change -> ((Change.Write) change).resource())
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((first, second) -> {
                    throw new AssertionError("more than one " + type.getSimpleName());
                })
                .orElseThrow();
    }

    public static String msh(String trigger, String rest) {
        return "MSH|^~\\&|ADT1|RIVERSIDE|HUB|TRIBUTARY|20260110081500||" + trigger + "|C1|P|2.5.1" + rest;
    }

    /** A segment from field numbers and their values in turn. */
    public static String segment(String name, Object... numbersAndValues) {
        var fields = new TreeMap<Integer, String>();
        for (var i = 0; i < numbersAndValues.length; i += 2) {
            fields.put((Integer) numbersAndValues[i], (String) numbersAndValues[i + 1]);
        }
        var segment = new StringBuilder(name);
        for (var field = 1; field <= fields.lastKey(); field++) {
            segment.append('|').append(fields.getOrDefault(field, ""));
        }
        return segment.toString();
    }
}
