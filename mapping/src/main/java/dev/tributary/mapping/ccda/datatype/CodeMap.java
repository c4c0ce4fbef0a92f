package dev.tributary.mapping.ccda.datatype;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * A <a href="https://hl7.org/fhir/us/ccda/conceptMaps.html">concept map of C-CDA on FHIR</a> from a CSV resource with the columns
 * {@code code,target,display,system}. Lines that start with {@code #} are comments; values hold no commas.
 */
public final class CodeMap {

    private static final Map<String, CodeMap> MAPS = new ConcurrentHashMap<>();

    /** A comma that is not within quotes. */
    private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    private final Map<String, Entry> entries;

    private CodeMap(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** What a code becomes. */
    public record Entry(
            String target,
            @Nullable String display,
            @Nullable String system) {

        public Coding toCoding() {
            return new Coding(system, target, display);
        }
    }

    /** The map of that name, {@code ProblemStatus}; names without a resource are a bug. */
    public static CodeMap of(String name) {
        return MAPS.computeIfAbsent(name, CodeMap::load);
    }

    public @Nullable Entry get(@Nullable String code) {
        return code == null ? null : entries.get(code);
    }

    /** The target alone; null if the code is absent or not in the map. */
    public @Nullable String target(@Nullable String code) {
        var entry = get(code);
        return entry == null ? null : entry.target();
    }

    /** What its codes mean. */
    public Set<String> targets() {
        return entries.values().stream().map(Entry::target).collect(Collectors.toUnmodifiableSet());
    }

    /** The codes with that target, the greatest first. */
    public List<String> codesOf(String target) {
        return entries.entrySet().stream()
                .filter(each -> target.equals(each.getValue().target()))
                .map(Map.Entry::getKey)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static CodeMap load(String name) {
        var resource = "/dev/tributary/mapping/ccda/tables/" + name + ".csv";
        var entries = new HashMap<String, Entry>();
        try (var stream = CodeMap.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("No code map " + resource);
            }
            var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("code,")) {
                    var columns = COMMA.split(line, -1);
                    entries.put(columns[0], new Entry(columns[1], column(columns, 2), column(columns, 3)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CodeMap(Map.copyOf(entries));
    }

    private static @Nullable String column(String[] columns, int index) {
        return index < columns.length && !columns[index].isBlank() ? columns[index].replace("\"", "") : null;
    }
}
